//! What the action compares with: the same commit on a pull request and after its merge.

use super::repository::{
    Depth, FIRST, Repository, WORKSPACE, cut_off, fetch_main, holds, without_ben,
};
use super::runner::{READ_KEY, Runner, WRITE_KEY};
use crate::program::Ran;

/// A site with all of the definition, and a pull request that deletes the line of Ben's membership.
struct Deletion {
    runner: Runner,
    repository: Repository,
    /// The commit of the pull request before its last, and its last.
    pushed_before: String,
    head: String,
}

/// How the pull request is merged.
#[derive(Clone, Copy, Debug)]
enum Merge {
    Commit,
    Squashed,
    Rebased,
}

/// What happens on the branch between the plan and the merge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    AnotherFile,
    TheDefinition,
}

impl Deletion {
    fn new() -> Self {
        let runner = Runner::new();
        runner.siteplan(&["apply", "site", "--auto-approve"]).ends(0);
        assert!(ben_reaches_design(&runner));
        let repository = Repository::with_definition();
        repository.branch("change");
        let pushed_before = repository.commit("README.md", "A site without Ben.\n");
        let head = repository.commit("site/site.kdl", &without_ben());
        repository.switch("main");
        Deletion { runner, repository, pushed_before, head }
    }

    fn main(&self) -> String {
        self.repository.git(&["rev-parse", "main"])
    }

    /// Clones a commit, and plans on the pull request.
    fn plan(&self, commit: &str, depth: Depth) -> Ran {
        self.repository.check_out(commit, depth, &self.runner.place);
        self.plan_there()
    }

    fn plan_there(&self) -> Ran {
        self.plan_from("auto")
    }

    fn plan_from(&self, base: &str) -> Ran {
        let variables = [
            ("FILES_API_KEY", READ_KEY),
            ("SITEPLAN_BASE", base),
            ("PULL_REQUEST", "7"),
            ("HEAD_SHA", &self.head),
            ("GITHUB_BASE_REF", "main"),
            // GitHub names it where the pull request was pushed to.
            ("BEFORE", &self.pushed_before),
        ];
        self.runner.run_in(WORKSPACE, "plan", &variables)
    }

    fn merge(&self, how: Merge, between: Between) -> Push {
        self.repository.switch("main");
        match between {
            Between::Nothing => {}
            Between::AnotherFile => drop(self.repository.commit("other.txt", "Other.\n")),
            Between::TheDefinition => {
                drop(self.repository.commit("site/site.kdl", &format!("{FIRST}\ngroup \"New\"\n")));
            }
        }
        let before = self.main();
        match how {
            Merge::Commit => {
                self.repository.git(&["merge", "--quiet", "--no-ff", "--no-edit", "change"]);
            }
            Merge::Squashed => {
                self.repository.git(&["merge", "--quiet", "--squash", "change"]);
                self.repository.git(&["commit", "--quiet", "--message", "Squashed"]);
            }
            Merge::Rebased => drop(self.repository.git(&["cherry-pick", "-x", "main..change"])),
        }
        let after = self.main();
        self.runner.record("pulls/7/merge", &after);
        self.runner.record("pulls/7/head", &self.head);
        Push { before, after }
    }

    fn apply(&self, push: &Push, depth: Depth) -> Ran {
        self.repository.check_out(&push.after, depth, &self.runner.place);
        self.apply_there(push)
    }

    fn apply_there(&self, push: &Push) -> Ran {
        let variables = [
            ("FILES_API_KEY", WRITE_KEY),
            ("SITEPLAN_BASE", "auto"),
            ("GITHUB_SHA", &push.after),
            ("BEFORE", &push.before),
        ];
        self.runner.run_in(WORKSPACE, "apply", &variables)
    }
}

struct Push {
    before: String,
    after: String,
}

fn ben_reaches_design(runner: &Runner) -> bool {
    let site = runner.site.url().to_owned();
    let ran = runner.siteplan(&["access", "on", "Design", "--target", &site]).ends(0);
    assert!(ran.stdout.contains("ana"), "{}", ran.stdout);
    ran.stdout.contains("ben")
}

/// The run failed for want of a base, and says so where it is looked for.
fn no_plan(deletion: &Deletion, ran: Ran, why: &str) {
    let ran = ran.ends(1);
    assert!(ran.stderr.contains("::error::siteplan: "), "{}", ran.stderr);
    assert!(ran.stderr.contains(why), "{}", ran.stderr);
    let comment = deletion.runner.recorded("comments/1/body");
    assert!(comment.contains("no plan could be made"), "{comment}");
    assert!(comment.contains("The search for the base ended with 1"), "{comment}");
    let newest = deletion.runner.count("statuses");
    assert_eq!(deletion.runner.recorded(&format!("statuses/{newest}/state")), "failure");
    assert_eq!(deletion.runner.output("hash").as_deref(), Some(""));
}

#[test]
fn a_deleted_line_is_planned_approved_merged_and_then_the_access_is_gone() {
    for (how, between, depth) in [
        (Merge::Commit, Between::Nothing, Depth::Commits(2)),
        (Merge::Squashed, Between::Nothing, Depth::Commits(1)),
        (Merge::Rebased, Between::Nothing, Depth::All),
        (Merge::Squashed, Between::AnotherFile, Depth::Commits(2)),
    ] {
        let deletion = Deletion::new();
        let Deletion { runner, repository, .. } = &deletion;
        let tip = deletion.main();
        deletion.plan(&repository.tried("change"), Depth::Commits(2)).ends(0);
        assert_eq!(runner.output("base"), Some(tip.clone()));
        let comment = runner.recorded("comments/1/body");
        assert!(comment.contains("1 person loses access"), "{comment}");
        assert!(comment.contains(&format!("Base: `{tip}`")), "{comment}");

        let push = deletion.merge(how, between);
        assert_eq!(push.before == tip, between == Between::Nothing);
        deletion.apply(&push, depth).ends(0);
        assert_eq!(runner.output("base"), Some(push.before.clone()));
        assert!(!ben_reaches_design(runner), "{how:?}");
        let report = runner.recorded("comments/2/body");
        assert!(report.contains("✅ siteplan: the site is as the definition says"), "{report}");
        assert!(report.contains(&format!("Base: `{}`", push.before)), "{report}");
    }
}

#[test]
fn a_definition_that_was_changed_in_between_makes_the_plan_stale() {
    let deletion = Deletion::new();
    deletion.plan(&deletion.repository.tried("change"), Depth::Commits(2)).ends(0);
    let push = deletion.merge(Merge::Commit, Between::TheDefinition);
    let ran = deletion.apply(&push, Depth::Commits(2)).ends(6);
    assert!(ran.stdout.contains("the definition has changed since"), "{}", ran.stdout);
    assert!(ben_reaches_design(&deletion.runner));
}

#[test]
fn a_commit_that_a_shallow_clone_lacks_is_fetched_and_no_other() {
    let deletion = Deletion::new();
    let Deletion { runner, repository, .. } = &deletion;
    let tip = deletion.main();
    let earlier = repository.git(&["rev-parse", "main~1"]);
    repository.check_out(&repository.tried("change"), Depth::Commits(1), &runner.place);
    assert!(!holds(&runner.place, &tip));
    deletion.plan_there().ends(0);
    assert_eq!(runner.output("base"), Some(tip.clone()));
    assert!(holds(&runner.place, &tip) && !holds(&runner.place, &earlier));
    assert!(runner.recorded("comments/1/body").contains("1 person loses access"));
}

#[test]
fn a_commit_that_cannot_be_had_ends_the_run() {
    let deletion = Deletion::new();
    let Deletion { runner, repository, .. } = &deletion;
    let tried = repository.tried("change");
    deletion.plan(&tried, Depth::Commits(2)).ends(0);
    repository.check_out(&tried, Depth::Commits(1), &runner.place);
    cut_off(&runner.place);
    no_plan(&deletion, deletion.plan_there(), "`fetch-depth: 2`");

    // What was approved before is none the worse for it.
    deletion.plan(&tried, Depth::Commits(2)).ends(0);
    let push = deletion.merge(Merge::Squashed, Between::Nothing);
    repository.check_out(&push.after, Depth::Commits(1), &runner.place);
    cut_off(&runner.place);
    let ran = deletion.apply_there(&push).ends(1);
    assert!(ran.stderr.contains(&format!("the base {} is not in this clone", push.before)));
    assert!(runner.recorded("comments/2/body").contains("❌ siteplan"), "the report says so");
    assert!(ben_reaches_design(runner));
    deletion.apply(&push, Depth::Commits(2)).ends(0);
    assert!(!ben_reaches_design(runner));
}

#[test]
fn where_no_merge_is_checked_out_the_base_is_where_the_branches_parted() {
    let deletion = Deletion::new();
    let tip = deletion.main();
    deletion.repository.commit("other.txt", "Other.\n");
    deletion.plan(&deletion.head, Depth::All).ends(0);
    assert_eq!(deletion.runner.output("base"), Some(tip));
    assert!(deletion.runner.recorded("comments/1/body").contains("1 person loses access"));

    // It cannot be told where history is cut.
    for depth in [1, 3] {
        let ran = deletion.plan(&deletion.head, Depth::Commits(depth));
        no_plan(&deletion, ran, "take the merge (no `ref`)");
        fetch_main(&deletion.runner.place, depth);
        no_plan(&deletion, deletion.plan_there(), "take the merge (no `ref`)");
    }
    // A merge of the branch itself is no merge of the pull request.
    deletion.repository.switch("change");
    deletion.repository.git(&["merge", "--quiet", "--no-ff", "--no-edit", "main"]);
    let head = deletion.repository.head();
    let deletion = Deletion { head: head.clone(), ..deletion };
    deletion.plan(&head, Depth::All).ends(0);
    assert_eq!(deletion.runner.output("base"), Some(deletion.main()));
}

#[test]
fn the_first_pull_request_has_no_base() {
    let runner = Runner::new();
    let repository = Repository::new();
    repository.branch("change");
    let head = repository.commit("site/site.kdl", FIRST);
    let deletion = Deletion { runner, repository, pushed_before: head.clone(), head };
    let tried = deletion.repository.tried("change");
    let ran = deletion.plan(&tried, Depth::Commits(2)).ends(0);
    let notice = "::notice::siteplan: no base: site/site.kdl is not in ";
    assert!(ran.stderr.contains(notice), "{}", ran.stderr);
    assert_eq!(deletion.runner.output("base").as_deref(), Some(""));
    let comment = deletion.runner.recorded("comments/1/body");
    assert!(comment.contains("2 people gain access"), "{comment}");
    assert!(comment.contains("No base: "), "{comment}");

    let push = deletion.merge(Merge::Commit, Between::Nothing);
    let ran = deletion.apply(&push, Depth::Commits(2)).ends(0);
    assert!(ran.stdout.contains("Applied: 6 steps."), "{}", ran.stdout);

    // Whoever names such a base is told that it is none.
    deletion.repository.check_out(&tried, Depth::Commits(2), &deletion.runner.place);
    no_plan(&deletion, deletion.plan_from(&push.before), "site/site.kdl is not in the base");
}

#[test]
fn without_a_base_a_deleted_line_is_told_and_what_it_gave_stays() {
    let deletion = Deletion::new();
    let Deletion { runner, repository, .. } = &deletion;
    repository.check_out(&repository.tried("change"), Depth::Commits(1), &runner.place);
    cut_off(&runner.place);
    let ran = deletion.plan_from("none").ends(0);
    assert!(!ran.stderr.contains("no base"), "{}", ran.stderr);
    let comment = runner.recorded("comments/1/body");
    assert!(comment.contains("no changes, and not all is declared"), "{comment}");
    assert!(comment.contains("1 person has more access than the definition gives"), "{comment}");
    assert!(comment.contains("No base: "), "{comment}");

    // Nor has a push that made the branch, or a run that somebody starts.
    let by = |before: &str| {
        let given = [("FILES_API_KEY", WRITE_KEY), ("SITEPLAN_BASE", ""), ("BEFORE", before)];
        let ran = runner.run_in(WORKSPACE, "plan", &given).ends(0);
        assert_eq!(runner.output("base").as_deref(), Some(""));
        ran.stderr
    };
    assert!(by(&"0".repeat(40)).contains("no base: this push made the branch"));
    assert!(by("").contains("no base: this is neither a pull request nor a push"));
    assert!(ben_reaches_design(runner));
}

#[test]
fn a_base_that_is_named_is_taken() {
    let deletion = Deletion::new();
    let Deletion { runner, repository, .. } = &deletion;
    let (tip, tried) = (deletion.main(), repository.tried("change"));
    // By the name of a branch that the clone does not know, by a commit, by what leads to one.
    for (base, depth) in [("main", Depth::Commits(1)), (&tip, Depth::All), ("HEAD^1", Depth::All)] {
        repository.check_out(&tried, depth, &runner.place);
        deletion.plan_from(base).ends(0);
        assert_eq!(runner.output("base"), Some(tip.clone()));
        assert!(runner.recorded("comments/1/body").contains("1 person loses access"));
    }
    no_plan(&deletion, deletion.plan_from("no-such-branch"), "cannot be fetched");
    no_plan(&deletion, deletion.plan_from("--upload-pack=evil"), "is no revision");
}

#[test]
fn a_file_in_the_way_of_the_base_is_not_taken_for_it() {
    let deletion = Deletion::new();
    let Deletion { runner, repository, .. } = &deletion;
    repository.check_out(&repository.tried("change"), Depth::Commits(2), &runner.place);
    runner.place.write(&format!("{WORKSPACE}/{}", deletion.main()), "group \"Forged\"\n");
    no_plan(&deletion, deletion.plan_there(), "a file is called like the base");
}

#[test]
fn a_workspace_that_is_no_repository_says_so() {
    let deletion = Deletion::new();
    deletion.runner.place.write(&format!("{WORKSPACE}/site/site.kdl"), without_ben());
    no_plan(&deletion, deletion.plan_there(), "not a git repository");
}

#[test]
fn drift_needs_no_base_to_tell_what_a_deleted_line_left() {
    let deletion = Deletion::new();
    deletion.runner.place.write("site/site.kdl", without_ben());
    deletion.runner.drift().ends(2);
    let found = deletion.runner.recorded("issues/1/body");
    assert!(found.contains("ben") && found.contains("Design"), "{found}");
}
