//! Terraform's addresses: names joined by dots, some with a key in brackets.

/// One name of an address, with its key as it is written: `"eu"`, `0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) key: Option<String>,
}

/// Where a resource stands: its modules, its type and name, its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResourceAddress {
    pub(super) modules: Vec<Step>,
    pub(super) is_data: bool,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) key: Option<String>,
}

impl ResourceAddress {
    /// None for what is no address of a resource; what stands behind it is the rest.
    pub(super) fn parse(text: &str) -> Option<(Self, Vec<Step>)> {
        let mut steps = steps(text).into_iter().peekable();
        let mut modules = Vec::new();
        while steps.next_if(|step| step.name == "module").is_some() {
            modules.push(steps.next()?);
        }
        let is_data = steps.next_if(|step| step.name == "data").is_some();
        let (kind, named) = (steps.next()?.name, steps.next()?);
        let address = ResourceAddress { modules, is_data, kind, name: named.name, key: named.key };
        Some((address, steps.collect()))
    }
}

/// The names of an address or of a reference.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let mut steps = vec![Step { name: String::new(), key: None }];
    let (mut in_key, mut in_text, mut is_escaped) = (false, false, false);
    for c in text.chars() {
        let Some(step) = steps.last_mut() else { break };
        match c {
            ']' if in_key && !in_text => in_key = false,
            _ if in_key => {
                in_text ^= c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                step.key.get_or_insert_default().push(c);
            }
            '[' => in_key = true,
            '.' => steps.push(Step { name: String::new(), key: None }),
            c => step.name.push(c),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_hold_whatever_separates_names() {
        let text = r#"module.site["a.b\"]"].module.x[0].data.files_user.all["q"].id"#;
        let (address, rest) = ResourceAddress::parse(text).expect("an address");
        let keys: Vec<_> = address.modules.iter().map(|m| (&*m.name, m.key.as_deref())).collect();
        assert_eq!(keys, [("site", Some(r#""a.b\"]""#)), ("x", Some("0"))]);
        assert!(address.is_data && address.kind == "files_user" && address.name == "all");
        assert_eq!(address.key.as_deref(), Some("\"q\""));
        assert_eq!(rest, [Step { name: "id".to_owned(), key: None }]);
        for text in ["", "each", "module.x", "module.x.output"] {
            assert!(ResourceAddress::parse(text).is_none(), "{text}");
        }
    }
}
