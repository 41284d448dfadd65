//! A checked definition beside what it was.

use super::check::{Checked, Earlier, read_on};
use crate::codes::reading as codes;
use crate::csv::GroupIds;
use crate::diagnostic::{self, Diagnostic, Severity, has_errors};
use crate::diff::Base;
use crate::live::Look;
use crate::lower::{Clock, Files};
use crate::model::Definition;
use crate::source::Sources;

/// Why a base is none.
pub enum NoBase {
    Errors {
        findings: Vec<Diagnostic>,
        sources: Sources,
    },
    /// An include of the definition reads nothing: all that the base read there would go.
    NothingRead {
        findings: Vec<Diagnostic>,
    },
    OtherSite {
        base: String,
        definition: String,
    },
}

/// Reads what the definition was; no rule looks at it.
pub fn take_base(checked: &mut Checked, root: &str, files: &dyn Files) -> Result<(), NoBase> {
    let clock = Clock::WithEnded(checked.now);
    let names = std::mem::take(&mut checked.names);
    let base = read_on(root, files, names, &GroupIds::default(), clock);
    checked.names = base.names;
    let mut findings = base.loading;
    findings.extend(base.lowering);
    if has_errors(&findings) {
        findings.retain(Diagnostic::is_error);
        diagnostic::sort(&mut findings);
        return Err(NoBase::Errors { findings, sources: base.sources });
    }
    let findings = nothing_read(checked);
    if !findings.is_empty() {
        return Err(NoBase::NothingRead { findings });
    }
    if let (Some(base), Some(definition)) = (whose(&base.site), whose(&checked.site))
        && base != definition
    {
        return Err(NoBase::OtherSite { base, definition });
    }
    let said = Base::new(&base.site, &checked.site, &mut checked.names);
    checked.earlier = Some(Earlier { said, site: base.site, sources: base.sources });
    Ok(())
}

fn nothing_read(checked: &Checked) -> Vec<Diagnostic> {
    let nothing = checked.findings.iter().filter(|one| one.code == codes::INCLUDE_NOTHING);
    let error = nothing.map(|finding| Diagnostic {
        severity: Severity::Error,
        help: Some(
            "what the base declared there would go: correct it; if that is meant, delete the line"
                .to_owned(),
        ),
        ..finding.clone()
    });
    error.collect()
}

/// The host that a definition names, or else the site's name.
fn whose(site: &Definition) -> Option<String> {
    let host = site.host.as_ref().map(|(host, _)| host.to_lowercase());
    host.or_else(|| site.name.as_ref().map(|name| format!("site {name:?}")))
}

impl Checked {
    /// How much of the live site this concerns.
    pub fn look(&self) -> Look {
        let mut look = Look::of(&self.site, &self.names);
        if let Look::Declared(declared) = &mut look {
            let earlier = self.earlier.iter().map(|earlier| (&earlier.site, &earlier.said));
            let ended = self.ended.iter().map(|ended| (&ended.site, &ended.said));
            for (site, said) in earlier.chain(ended) {
                declared.also(site, &self.names);
                for folder in said.folders() {
                    declared.see(self.names.key_text(folder));
                }
            }
        }
        look
    }
}
