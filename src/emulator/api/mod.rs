//! The endpoints, one file a resource.

pub mod api_keys;
pub mod automations;
pub mod behaviors;
pub mod files;
pub mod folders;
pub mod group_users;
pub mod groups;
pub mod named;
pub mod permissions;
pub mod public_keys;
pub mod sessions;
pub mod site;
pub mod users;
