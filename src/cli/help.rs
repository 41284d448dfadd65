//! What the help and the manual page of a command end with: examples, the variables that it reads,
//! and how it can end.

use super::exit::Exit;

/// What is said of a command.
pub struct Extra {
    /// The command by its words, as in `access why`.
    pub command: &'static str,
    /// What each does, and the line to write.
    pub examples: &'static [(&'static str, &'static str)],
    variables: &'static [&'static [Variable]],
    exits: &'static [Exit],
}

type Variable = (&'static str, &'static str);

const ALL: &[Variable] = &[
    ("NO_COLOR, CLICOLOR_FORCE", "Colour, where --color says nothing"),
    ("SOURCE_DATE_EPOCH", "What \"now\" is, in seconds since 1970"),
];
const SITE: &[Variable] = &[
    ("FILES_API_KEY", "The key of the site; once it is set, a site must be named"),
    ("FILES_HOST", "The site, as its host: the key goes to no other"),
    ("CI", "Set in pipelines, in which a site must be named"),
    ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "The proxy by which a live site is reached"),
    ("SSL_CERT_FILE", "Certificates to trust, where the system's do not do"),
];
const CHANGES: &[Variable] = &[
    ("FILES_API_KEY__USER", "The key of a user who owns automations, as FILES_API_KEY__PRIYA"),
    ("SITEPLAN_SECRETS", "As --keep-secrets-in"),
    ("XDG_STATE_HOME", "Where journals lie [default: ~/.local/state]"),
];
const LINKS: &[Variable] =
    &[("GITHUB_SHA, CI_COMMIT_SHA, ...", "Links to the commit, in pipelines of GitHub and GitLab")];
#[cfg(feature = "emulator")]
const TOKEN: &[Variable] = &[("SITEPLAN_EMULATOR_TOKEN", "As --control-token")];

const ANY: &[Exit] = &[Exit::Fine, Exit::Failed, Exit::Usage];
const READS: &[Exit] = &[Exit::Fine, Exit::Failed, Exit::Invalid, Exit::Usage];
const LOOKS: &[Exit] = &[Exit::Fine, Exit::Failed, Exit::Invalid, Exit::Site, Exit::Usage];
/// Of what compares a site with its definition and says whether they differ.
const PLANS: &[Exit] = &[
    Exit::Fine,
    Exit::Failed,
    Exit::Changes,
    Exit::Invalid,
    Exit::Refused,
    Exit::Site,
    Exit::Usage,
];

/// Of every command that does something; those that only group others have none.
static EXTRAS: &[Extra] = &[
    Extra {
        command: "init",
        examples: &[
            ("In this folder; what is not said is asked for", "siteplan init"),
            (
                "Where nobody can be asked",
                "siteplan init site --admin carter --email carter@acme.example --ci github",
            ),
            ("With what a site has", "siteplan init --from https://files.example"),
        ],
        variables: &[SITE, ALL],
        exits: &[Exit::Fine, Exit::Failed, Exit::Invalid, Exit::Refused, Exit::Site, Exit::Usage],
    },
    Extra {
        command: "check",
        examples: &[
            ("The definition in this folder", "siteplan check"),
            (
                "As a pipeline does: warnings fail, lines are annotated",
                "siteplan check site --deny warnings --format github",
            ),
            ("What the mechanical remedies would change", "siteplan check --fix --dry-run"),
        ],
        variables: &[LINKS, ALL],
        exits: READS,
    },
    Extra {
        command: "fmt",
        examples: &[
            ("Lay out all of a folder", "siteplan fmt site.kdl people.kdl"),
            ("Fail where a file is laid out otherwise", "siteplan fmt --check site.kdl"),
        ],
        variables: &[ALL],
        exits: READS,
    },
    Extra {
        command: "plan",
        examples: &[
            ("Against the live site", "siteplan plan --target https://files.example"),
            ("The order of the steps, with its reasons", "siteplan plan --verbose"),
            ("With what was deleted since a commit", "siteplan plan site --base origin/main"),
            ("Save it, to apply it later", "siteplan plan --out plan.json"),
            ("Refuse if anybody loses access", "siteplan plan --max-loss 0"),
        ],
        variables: &[SITE, CHANGES, LINKS, ALL],
        exits: PLANS,
    },
    Extra {
        command: "apply",
        examples: &[
            ("Show, ask, do", "siteplan apply --target https://files.example"),
            ("Exactly the plan that was saved", "siteplan apply plan.json"),
            (
                "A trial in a store of its own, without being asked",
                "siteplan apply --target local:trial.db --auto-approve",
            ),
        ],
        variables: &[SITE, CHANGES, LINKS, ALL],
        exits: &[
            Exit::Fine,
            Exit::Failed,
            Exit::Invalid,
            Exit::Refused,
            Exit::Site,
            Exit::Stale,
            Exit::Partial,
            Exit::Usage,
        ],
    },
    Extra {
        command: "show",
        examples: &[
            ("Read a saved plan", "siteplan show plan.json"),
            ("As a page", "siteplan show plan.json --format html"),
        ],
        variables: &[LINKS, ALL],
        exits: READS,
    },
    Extra {
        command: "drift",
        examples: &[
            ("What was changed elsewhere", "siteplan drift --target https://files.example"),
            ("As the body of an issue", "siteplan drift --format markdown"),
        ],
        variables: &[SITE, LINKS, ALL],
        exits: PLANS,
    },
    Extra {
        command: "snapshot",
        examples: &[
            (
                "Keep the live site as a file",
                "siteplan snapshot --target https://files.example --out live.json",
            ),
            ("Plan against it, without a key", "siteplan plan --live live.json"),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "pull",
        examples: &[
            ("Adopt a site", "siteplan pull --target https://files.example --into site"),
            ("Only look", "siteplan pull --target https://files.example"),
        ],
        variables: &[SITE, ALL],
        exits: &[Exit::Fine, Exit::Failed, Exit::Invalid, Exit::Refused, Exit::Site, Exit::Usage],
    },
    Extra {
        command: "csv import",
        examples: &[
            (
                "The users of a CSV, as a definition",
                "siteplan csv import people.csv --out people.kdl",
            ),
            (
                "Whose `group_ids` are the numbers of a site",
                "siteplan csv import people.csv --target https://files.example",
            ),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "csv export",
        examples: &[
            ("The users of a definition, as a CSV", "siteplan csv export site --out people.csv"),
            (
                "For a bulk import, with the ids that groups have on the site",
                "siteplan csv export site --target https://files.example",
            ),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "import terraform",
        examples: &[(
            "What `terraform show -json` printed",
            "siteplan import terraform state.json --into site",
        )],
        variables: &[ALL],
        exits: &[Exit::Fine, Exit::Failed, Exit::Invalid, Exit::Refused, Exit::Usage],
    },
    Extra {
        command: "access of",
        examples: &[
            ("What Priya can do where", "siteplan access of priya"),
            ("What being in a group gives", "siteplan access of group:Sales"),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "access on",
        examples: &[("Who can do what in a folder", "siteplan access on Branches/Central")],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "access why",
        examples: &[
            (
                "Why somebody has it, and what would end it",
                "siteplan access why priya Branches/Central",
            ),
            ("On a live site", "siteplan access why priya Branches --target https://files.example"),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "access diff",
        examples: &[
            ("What a branch changes", "siteplan access diff main:site.kdl site.kdl"),
            ("Two sites", "siteplan access diff production staging"),
        ],
        variables: &[ALL],
        exits: LOOKS,
    },
    Extra {
        command: "access review",
        examples: &[
            (
                "Who has what in which folder, for a spreadsheet",
                "siteplan access review --target https://files.example --format csv",
            ),
            (
                "By group, as a page for those who own them",
                "siteplan access review --by group --in live.json --format html",
            ),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    Extra {
        command: "access unused",
        examples: &[
            (
                "What nobody needed for half a year, of a snapshot",
                "siteplan access unused --since 6m --in live.json",
            ),
            (
                "Which lines of ./site.kdl could go",
                "siteplan access unused --target https://files.example --fix --dry-run",
            ),
        ],
        variables: &[SITE, ALL],
        exits: LOOKS,
    },
    #[cfg(feature = "emulator")]
    Extra {
        command: "emulate",
        examples: &[
            ("Serve a store", "siteplan emulate --store trial.db"),
            (
                "A site that limits its rate now and then",
                "siteplan emulate --fault rate-limit=1:every=20",
            ),
        ],
        variables: &[TOKEN, ALL],
        exits: &[Exit::Fine, Exit::Failed, Exit::Refused, Exit::Site, Exit::Usage],
    },
    Extra {
        command: "graph",
        examples: &[
            ("Who reaches what", "siteplan graph"),
            ("What a step of the plan waits for", "siteplan graph --plan --focus 12 --format svg"),
        ],
        variables: &[SITE, ALL],
        exits: &[Exit::Fine, Exit::Failed, Exit::Invalid, Exit::Refused, Exit::Site, Exit::Usage],
    },
    Extra {
        command: "explain",
        examples: &[
            ("All rules", "siteplan explain"),
            ("One of them", "siteplan explain unknown-group"),
        ],
        variables: &[ALL],
        exits: ANY,
    },
    Extra {
        command: "schema",
        examples: &[
            ("The names", "siteplan schema"),
            ("The language itself", "siteplan schema site"),
        ],
        variables: &[ALL],
        exits: ANY,
    },
    Extra {
        command: "completions",
        examples: &[
            (
                "bash",
                "siteplan completions bash > ~/.local/share/bash-completion/completions/siteplan",
            ),
            ("zsh, in a folder of $fpath", "siteplan completions zsh > ~/.zfunc/_siteplan"),
            ("fish", "siteplan completions fish > ~/.config/fish/completions/siteplan.fish"),
        ],
        variables: &[ALL],
        exits: ANY,
    },
    Extra {
        command: "man",
        examples: &[
            ("The page of a command", "siteplan man access why"),
            ("All pages, where man finds them", "siteplan man --out ~/.local/share/man/man1"),
        ],
        variables: &[ALL],
        exits: ANY,
    },
];

/// What is said of a command, by its words.
pub fn find(command: &str) -> Option<&'static Extra> {
    EXTRAS.iter().find(|extra| extra.command == command)
}

/// What the help of a command ends with.
pub fn of(command: &str) -> String {
    let Some(extra) = find(command) else { panic!("nothing is said of {command}") };
    let examples = extra.examples.iter().map(|(what, line)| format!("  # {what}\n  {line}\n"));
    let variables = extra.variables().map(|(name, what)| format!("  {name}\n          {what}\n"));
    let exits = extra.exits().map(|(code, what)| format!("  {code:<4}{what}\n"));
    format!(
        "Examples:\n{}\nEnvironment:\n{}\nExit codes:\n{}",
        examples.collect::<String>(),
        variables.collect::<String>(),
        exits.collect::<String>().trim_end(),
    )
}

impl Extra {
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        self.variables.iter().flat_map(|some| some.iter().copied())
    }

    /// The codes by which the command can end, and what each means for it.
    pub fn exits(&self) -> impl Iterator<Item = (u8, &'static str)> {
        self.exits.iter().map(|exit| (*exit as u8, self.means(*exit)))
    }

    fn means(&self, exit: Exit) -> &'static str {
        match (exit, self.command) {
            (Exit::Failed, "fmt") => "Input or output failed; with --check, a file would change",
            (Exit::Changes, "plan") => "There are changes, with --detailed-exitcode",
            (Exit::Refused, "drift") => {
                "Several objects of the site bear one name that is declared"
            }
            (Exit::Refused, "pull" | "import terraform") => {
                "Files that say something else are in the way"
            }
            (Exit::Refused, "emulate") => "It cannot listen there",
            (Exit::Usage, "explain") => "Wrong usage, or no rule has that code",
            (exit, _) => exit.means(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Arguments;
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn every_command_ends_its_help_with_examples_that_it_takes() {
        let program = Arguments::command();
        let mut said = 0;
        for command in program.get_subcommands() {
            let inner: Vec<_> = command.get_subcommands().collect();
            let within =
                |one: &&clap::Command| format!("{} {}", command.get_name(), one.get_name());
            let mut names: Vec<_> = inner.iter().map(|one| (within(one), *one)).collect();
            if names.is_empty() {
                names.push((command.get_name().to_owned(), command));
            }
            for (name, command) in names {
                let help = command.get_after_long_help().map(ToString::to_string);
                assert!(help.is_some_and(|help| help.contains(&of(&name))), "{name}");
                said += 1;
            }
        }
        assert_eq!(said, EXTRAS.len());
    }

    #[test]
    fn examples_can_be_given() {
        for extra in EXTRAS {
            for (_, line) in extra.examples {
                let line = line.split(" > ").next().unwrap_or_default();
                let parsed = Arguments::try_parse_from(line.split(' '));
                assert!(parsed.is_ok(), "{line}");
            }
        }
    }
}
