//! What the tests, the benches and the fuzz targets may use of the crate, name by name.
//!
//! In: the stages, which are private, so that the compiler tells what nobody needs. Out: some of
//! their names, each at the path that it has in the crate. It holds no code, and promises nothing
//! to other crates. A name that is no longer imported from here is struck out.

pub mod source {
    pub use crate::source::{FileId, Sources, Span};
}

pub mod diagnostic {
    pub use crate::diagnostic::{Code, Diagnostic, Edit, has_errors};
}

pub mod syntax {
    pub use crate::syntax::{
        Entry, MAX_DEPTH, Node, Nodes, Scalar, Tree, apply_edits, format, parse,
    };
}

pub mod model {
    pub use crate::model::{
        Attribute, Definition, Grantee, Key, Level, Named, NamedKind, Names, Settings, Value,
        ValueKind,
    };

    pub mod account {
        pub use crate::model::account::PROTOCOLS;
    }

    pub mod assumptions {
        pub use crate::model::assumptions::ASSUMPTIONS;
    }

    pub mod glob {
        pub use crate::model::glob::{Form, Route};
    }

    pub mod leads {
        pub use crate::model::leads::{Lead, Leads, Role, leads};
    }

    pub mod kinds {
        pub use crate::model::kinds::{FENCE, KINDS, Kind, USER, behavior_types, by_tag};
    }

    pub mod path {
        pub use crate::model::path::{file_name, fold, is_within, join, key, moved, parent};
    }
}

pub mod csv {
    pub use crate::csv::guard;

    pub mod columns {
        pub use crate::csv::columns::COLUMNS;
    }

    pub mod export {
        pub use crate::csv::export::export;
    }

    pub mod import {
        pub use crate::csv::import::{Around, definition};
    }

    pub mod reader {
        pub use crate::csv::reader::write_cell;
    }
}

pub mod lower {
    pub use crate::csv::GroupIds;
    pub use crate::lower::{Clock, FileError, Files, load, lower};

    pub mod language {
        pub use crate::lower::language::attributes;
    }
}

pub mod access {
    pub use crate::access::{
        Account, Atoms, Coverage, Cut, Folders, Held, Offices, Pattern, Person, Place, PlaceChange,
        Renames, Scope, Sign, Standing, State, Tree, View, What, Worker, broken, difference,
        who_has_any, who_lacks_any, why,
    };
}

pub mod rules {
    pub use crate::rules::{Check, Context, Family, all, check, find};
}

pub mod live {
    pub use crate::live::{
        Attributes, LiveAutomation, LiveBehavior, LiveFolder, LiveGrant, LiveGroup, LiveMembership,
        LiveOwner, LiveSite, LiveUser, Look, Unread,
    };

    pub mod snapshot {
        pub use crate::live::snapshot::{digest, read, write};
    }

    pub mod typed {
        pub use crate::live::typed::canonical;
    }
}

pub mod diff {
    pub use crate::diff::{Address, Assignment, Change, Field, Operation, Origin, Subject};
}

pub mod plan {
    pub use crate::plan::{
        AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace,
        AccessThrough, AccessVia, Advice, After, ChangeId, Cycle, Fact, Plan, Precedence, Reason,
        Residue, Scope, Sign, Step, StepId, Transient, TransientKind, Transition, Witness, impact,
    };

    pub mod hash {
        pub use crate::plan::hash::of;
    }

    pub mod step {
        pub use crate::plan::step::{FORMAT, VERSION};
    }
}

pub mod drift {
    pub use crate::drift::{
        AccessDrift, AccessSide, Drift, FORMAT, Fate, Idle, ObjectDrift, OwnerDrift, OwnerName,
        Remembered, Standing, UndeclaredDrift, Unused, VERSION, ValueDrift,
    };
}

pub mod pull {
    pub use crate::pull::{File, Options, Pulled, ROOT};
}

pub mod pipeline {
    pub use crate::pipeline::{
        Checked, Content, Operand, Planned, Read, Wanted, check, compare, difference, drift, plan,
        pull, read, take_base,
    };
}

pub mod render {
    pub use crate::render::Style;

    pub mod assertions {
        pub use crate::render::assertions::assertions;
    }

    pub mod findings {
        pub use crate::render::findings::Findings;
    }

    pub mod github {
        pub mod drift {
            pub use crate::render::github::drift::annotations;
        }

        pub mod findings {
            pub use crate::render::github::findings::annotations;
        }
    }

    pub mod markdown {
        pub use crate::render::markdown::{Obstacle, check, no_plan, plan};

        pub mod drift {
            pub use crate::render::markdown::drift::{drift, not_compared};
        }
    }

    pub mod reports {
        pub mod gitlab {
            pub use crate::render::reports::gitlab::issues;
        }

        pub mod junit {
            pub use crate::render::reports::junit::report;
        }

        pub mod sarif {
            pub use crate::render::reports::sarif::log;
        }
    }

    pub mod repository {
        pub use crate::render::repository::Repository;
    }

    pub mod text {
        pub mod diagnostics {
            pub use crate::render::text::diagnostics::diagnostics;
        }

        pub mod drift {
            pub use crate::render::text::drift::drift;
        }

        pub mod plan {
            pub use crate::render::text::plan::plan;
        }
    }
}

pub mod site {
    pub use crate::site::{
        EnvironmentSecrets, FolderRecord, LocalSite, Outcome, ReadSite, Records, Secrets, Site,
        SiteError,
    };
}

pub mod apply {
    pub use crate::apply::{Journal, Run, Standing, run, stale};
}

#[cfg(feature = "emulator")]
pub mod emulator {
    pub use crate::emulator::{Emulator, GivenKeys, Options};
}

pub mod schema {
    pub use crate::schema::{ALL, language};
}

pub mod cli {
    pub use crate::cli::Arguments;
}
