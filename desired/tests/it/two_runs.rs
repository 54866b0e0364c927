//! Two runs at once, of one owner with different files. There is no lock: a run stops at the first resource that the other has
//! changed since the plan was made.

use litellm_proxy_desired::apply::{ItemOutcome, ItemResult};
use litellm_proxy_desired::{Address, Kind, Seen};

use crate::bed::World;

fn file(limit: u32, budget: u32) -> String {
    format!(
        "
litellm_proxy: {{version: 1, owner: acme/platform}}
model_list:
  - model_name: gpt-x
    litellm_params: {{model: openai/gpt-x, rpm: {limit}}}
    model_info: {{id: gpt-x-eu}}
users:
  ada: {{max_budget: {budget}}}
teams:
  ops: {{max_budget: {budget}}}
  research: {{max_budget: {budget}}}
"
    )
}

/// Returns the limit and the budgets that the server has.
async fn state(world: &World) -> Vec<Option<Seen>> {
    let live = world.live().await;
    let value = |kind, name: &str, path: &str| live.resources.get(&Address::new(kind, name))?.value(path);
    vec![
        value(Kind::Model, "gpt-x-eu", "litellm_params.rpm"),
        value(Kind::User, "ada", "max_budget"),
        value(Kind::Team, "ops", "max_budget"),
        value(Kind::Team, "research", "max_budget"),
    ]
}

fn is_stale(result: &ItemResult) -> bool {
    matches!(result.outcome, ItemOutcome::Stale(_))
}

#[tokio::test]
async fn the_later_run_stops_at_the_first_resource_that_the_other_has_changed() {
    let world = World::start().await;
    world.apply(&file(1, 1)).await;
    let (one, other) = (world.plan(&file(2, 2)).await, world.plan(&file(3, 3)).await);
    assert!(world.make_at_once(&one).await.iter().all(|result| result.outcome.is_success()));
    let first = state(&world).await;
    world.wire.take_writes();
    let results = world.make_at_once(&other).await;
    let outcomes: Vec<String> = results.iter().map(|result| format!("{:?}", result.outcome)).collect();
    assert!(outcomes[0].starts_with("Stale(\"model/gpt-x-eu was changed (litellm_params.rpm 1 → 2)"), "{outcomes:?}");
    let model = Address::new(Kind::Model, "gpt-x-eu");
    for result in &results[1..] {
        assert!(matches!(&result.outcome, ItemOutcome::Overtaken(address) if *address == model), "{outcomes:?}");
    }
    assert_eq!(world.wire.take_writes(), []);
    assert_eq!(state(&world).await, first);
}

#[tokio::test]
async fn what_the_other_run_has_created_meanwhile_is_left_alone() {
    let world = World::start().await;
    let (one, other) = (world.plan(&file(2, 2)).await, world.plan(&file(3, 3)).await);
    assert!(world.make_at_once(&one).await.iter().all(|result| result.outcome.is_success()));
    let first = state(&world).await;
    let results = world.make_at_once(&other).await;
    assert!(is_stale(&results[0]), "{results:?}");
    assert!(results[1..].iter().all(|result| matches!(result.outcome, ItemOutcome::Overtaken(_))), "{results:?}");
    assert_eq!(state(&world).await, first);
    // The same file has nothing to do.
    let same = world.plan(&file(2, 2)).await;
    assert!(same.is_empty(), "{:?}", same.changes);
}

#[tokio::test]
async fn of_runs_at_the_same_time_none_reports_success_over_changes_of_the_other() {
    for round in 1..=8 {
        let world = World::start().await;
        world.apply(&file(1, 1)).await;
        let (one, other) = (world.plan(&file(2, 2)).await, world.plan(&file(3, 3)).await);
        let (first, second) = tokio::join!(world.make_at_once(&one), world.make_at_once(&other));
        let succeeded = |results: &[ItemResult]| results.iter().all(|result| result.outcome.is_success());
        let now = state(&world).await;
        match (succeeded(&first), succeeded(&second)) {
            // One after the other: the later one has all.
            (true, true) => assert!(now.windows(2).all(|pair| pair[0] == pair[1]), "{now:?}"),
            (is_first, is_second) => {
                for (results, is_done) in [(&first, is_first), (&second, is_second)] {
                    assert!(is_done || results.iter().any(is_stale), "round {round}: {results:?}");
                }
            }
        }
        // The next run makes the server as its file says.
        world.apply(&file(2, 2)).await;
        assert!(world.plan(&file(2, 2)).await.is_empty());
    }
}
