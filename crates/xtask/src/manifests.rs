//! The packages of the workspace, as their manifests tell them.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::repository::Repository;

/// A package of the workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    /// Whether it may go to a registry.
    pub(crate) is_published: bool,
    pub(crate) features: Vec<String>,
}

impl Package {
    fn parse(manifest: &str) -> Option<Self> {
        let mut section = "";
        let mut package = Package { name: String::new(), is_published: true, features: Vec::new() };
        for line in manifest.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') && line.ends_with(']') {
                section = line;
            } else if let Some((key, value)) = line.split_once('=') {
                match (section, key.trim(), value.trim()) {
                    ("[package]", "name", name) => package.name = name.trim_matches('"').to_owned(),
                    ("[package]", "publish", value) => package.is_published = value != "false",
                    ("[features]", feature, _) => package.features.push(feature.to_owned()),
                    _ => {}
                }
            }
        }
        Some(package).filter(|package| !package.name.is_empty())
    }
}

/// The facade, at the root.
pub(crate) fn facade(repository: &Repository) -> Result<Package, Failure> {
    read(&repository.root().join("Cargo.toml"))
}

/// All, the facade first.
pub(crate) fn all(repository: &Repository) -> Result<Vec<Package>, Failure> {
    let mut manifests = Vec::new();
    for folder in [repository.root().join("crates"), repository.examples()] {
        for entry in fs::read_dir(&folder).map_err(|error| Failure::io("read", &folder, &error))? {
            let member = entry.map_err(|error| Failure::io("read", &folder, &error))?.path();
            let manifest = member.join("Cargo.toml");
            // The facade's source has none of its own; what has a lock file of its own is outside of the workspace.
            if manifest.is_file() && !member.join("Cargo.lock").is_file() {
                manifests.push(manifest);
            }
        }
    }
    manifests.sort();
    let mut packages = vec![facade(repository)?];
    for manifest in manifests {
        packages.push(read(&manifest)?);
    }
    Ok(packages)
}

fn read(manifest: &Path) -> Result<Package, Failure> {
    let text = fs::read_to_string(manifest).map_err(|error| Failure::io("read", manifest, &error))?;
    Package::parse(&text).ok_or_else(|| Failure::new(format!("{} names no package", manifest.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_name_features_and_whether_it_is_published() {
        let manifest = "[workspace]\nmembers = []\n[package]\nname = \"a\"\n\n[features]\n## Words.\nx = [\"dep:y\"]\n";
        let package = Package::parse(manifest).expect("a package");
        assert_eq!((package.name.as_str(), package.is_published), ("a", true));
        assert_eq!(package.features, ["x"]);
        assert!(!Package::parse("[package]\nname = \"a\"\npublish = false\n").expect("a package").is_published);
        assert!(Package::parse("[workspace]\nmembers = []\n").is_none());
    }
}
