//! Where a definition's files lie in their repository, and how a page links to a line of one.
//!
//! What is known of the repository is found out at the edge.

use super::escape::uri;
use crate::diff::Origin;

/// All fields may be empty: then names are taken as they are, and nothing is linked.
#[derive(Debug, Clone, Default)]
pub struct Repository {
    /// The folder of the checkout, absolute.
    pub root: Option<String>,
    /// The folder that names of files are relative to, absolute.
    pub here: Option<String>,
    /// What a path in the repository is put behind to be read in a browser.
    pub link_base: Option<String>,
    /// What is looked at: of a pull request its head, which is not what a pipeline checks out.
    pub commit: Option<String>,
    /// The address of the run that looks.
    pub run: Option<String>,
}

impl Repository {
    /// The path of a file from the top of the repository; absolute if it lies outside.
    pub fn path(&self, file: &str) -> String {
        let (Some(root), Some(here)) = (&self.root, &self.here) else {
            return file.strip_prefix("./").unwrap_or(file).to_owned();
        };
        let whole = if is_absolute(file) { file.to_owned() } else { format!("{here}/{file}") };
        let (whole, root) = (normal(&whole), normal(root));
        match whole.strip_prefix(&root).and_then(|rest| rest.strip_prefix('/')) {
            Some(inside) => inside.to_owned(),
            None => whole,
        }
    }

    /// The address of a line.
    pub fn link(&self, origin: &Origin) -> Option<String> {
        let path = self.path(&origin.file);
        let base = self.link_base.as_ref().filter(|_| !is_absolute(&path))?;
        Some(format!("{}/{}#L{}", base.trim_end_matches('/'), uri::path(&path), origin.line))
    }

    /// The path as a URI reference.
    pub fn uri(&self, file: &str) -> String {
        let path = self.path(file);
        let encoded = uri::path(&path);
        match path.as_bytes() {
            [b'/', ..] => format!("file://{encoded}"),
            [_, b':', ..] => format!("file:///{encoded}"),
            _ => encoded,
        }
    }
}

/// From the root of a file system, or of a drive.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.get(1..3) == Some(":/")
}

/// Without `.` and empty parts, and with `..` resolved by name.
pub fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    format!("{start}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(file: &str) -> Origin {
        Origin::new(file, 12)
    }

    #[test]
    fn names_are_those_of_the_repository() {
        let known = Repository {
            root: Some("/home/ci/repo".to_owned()),
            here: Some("/home/ci/repo/sites".to_owned()),
            link_base: Some("https://git.example/x/blob/main/".to_owned()),
            ..Repository::default()
        };
        assert_eq!(known.path("site.kdl"), "sites/site.kdl");
        assert_eq!(known.path("../shared/./a.kdl"), "shared/a.kdl");
        assert_eq!(known.path("/home/ci/repo/b.kdl"), "b.kdl");
        assert_eq!(known.path("/elsewhere/b.kdl"), "/elsewhere/b.kdl");
        assert_eq!(
            known.link(&origin("a b.kdl")).as_deref(),
            Some("https://git.example/x/blob/main/sites/a%20b.kdl#L12")
        );
        assert_eq!(known.link(&origin("/elsewhere/b.kdl")), None);
        assert_eq!(known.uri("/elsewhere/b.kdl"), "file:///elsewhere/b.kdl");
        assert_eq!(Repository::default().path("./site.kdl"), "site.kdl");
        assert_eq!(Repository::default().link(&origin("site.kdl")), None);
    }
}
