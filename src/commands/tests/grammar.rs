//! The grammar that all nouns share, checked on the command tree.

use clap::Command;

use crate::cli::command_tree;

/// Nouns, and how one of them is called.
const NOUNS: [(&str, &str); 10] = [
    ("models", "model"),
    ("model-groups", "model-group"),
    ("credentials", "credential"),
    ("keys", "key"),
    ("users", "user"),
    ("teams", "team"),
    ("organizations", "organization"),
    ("budgets", "budget"),
    ("customers", "customer"),
    ("access-groups", "access-group"),
];
const VERBS: [&str; 5] = ["list", "get", "create", "update", "delete"];
/// Verbs that a noun does not have, on purpose: the deployments of a group are updated one by one.
const HOLES: [(&str, &str); 1] = [("model-groups", "update")];
/// Verbs that take several things.
const SEVERAL: [&str; 1] = ["delete"];
/// Nouns of which one thing is deleted at a time: a name can stand for several deployments.
const ONE_BY_ONE: [&str; 2] = ["models", "model-groups"];

fn built_tree() -> Command {
    let mut tree = command_tree();
    tree.build();
    tree
}

#[test]
fn every_noun_has_every_verb_and_a_singular() {
    let tree = built_tree();
    for (noun, singular) in NOUNS {
        let command = tree.find_subcommand(noun).expect(noun);
        assert_eq!(tree.find_subcommand(singular).map(Command::get_name), Some(noun));
        for verb in VERBS {
            assert_eq!(command.find_subcommand(verb).is_none(), HOLES.contains(&(noun, verb)), "{noun} {verb}");
        }
    }
}

#[test]
fn the_thing_itself_needs_no_option() {
    let tree = built_tree();
    for (noun, _) in NOUNS {
        let command = tree.find_subcommand(noun).expect(noun);
        for verb in ["get", "create", "update", "delete", "block", "unblock"] {
            let Some(verb) = command.find_subcommand(verb) else { continue };
            // The first argument names it, or what is created.
            assert!(verb.get_positionals().next().is_some(), "{noun} {}", verb.get_name());
        }
    }
}

#[test]
fn deletions_take_several() {
    let tree = built_tree();
    for (noun, _) in NOUNS.iter().filter(|(noun, _)| !ONE_BY_ONE.contains(noun)) {
        for verb in SEVERAL {
            let command = tree.find_subcommand(noun).and_then(|noun| noun.find_subcommand(verb)).expect(noun);
            let names = command.get_positionals().next().expect(noun);
            assert!(names.get_num_args().is_some_and(|count| count.max_values() > 1), "{noun} {verb}");
        }
    }
}
