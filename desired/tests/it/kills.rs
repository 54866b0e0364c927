//! A run that is stopped at any request, before it is sent or after the server has acted, is finished by the next one.

use litellm_proxy_desired::Kind;

use crate::bed::World;

const BEFORE: &str = "
litellm_proxy: {owner: one}
model_list:
  - {model_name: m, litellm_params: {model: openai/m, api_key: {$env: KEY}, rpm: 1, temperature: 0.5}, model_info: {id: m-1}}
budgets: {b: {max_budget: 1}}
users: {ada: {user_email: ada@example.com}}
teams: {t: {max_budget: 1, members: {ada: {}}}, gone: {max_budget: 1}}
keys: {k: {models: [m], output: {$file: k.key}}}
";

const AFTER: &str = "
litellm_proxy: {owner: one}
model_list:
  - {model_name: m, litellm_params: {model: openai/m, api_key: {$env: KEY}, rpm: 2}, model_info: {id: m-1}}
  - {model_name: n, litellm_params: {model: openai/n, api_key: {$env: KEY}}}
credential_list:
  - {credential_name: c, credential_info: {}, credential_values: {api_key: {$env: KEY}}}
budgets: {b: {max_budget: 2}}
users: {ada: {user_email: ada@example.com, max_budget: 3}, bob: {}}
teams: {t: {max_budget: 2, members: {ada: {max_budget_in_team: 5}, bob: {}}}}
keys: {k: {models: [m, n], output: {$file: k.key}}, new: {team_id: t, output: {$file: new.key}}}
";

#[tokio::test]
async fn run_that_is_stopped_anywhere_is_finished_by_the_next() {
    let mut event = 1;
    loop {
        let world = World::start().await;
        world.machine.set("KEY", "a secret of more than 20 characters");
        world.apply(BEFORE).await;
        let options =
            litellm_proxy_desired::plan::PlanOptions { prune: true, max_deletes: Some(100), ..Default::default() };
        let plan = world.plan_with(AFTER, &options).await;
        world.wire.stop_at(Some(event));
        let was_stopped = tokio::select! {
            biased;
            () = world.wire.stopped.notified() => true,
            result = world.make(&plan) => {
                result.expect("a run that is not stopped");
                false
            }
        };
        world.wire.stop_at(None);
        world.apply_with(AFTER, &options).await;
        let rest = world.plan_with(AFTER, &options).await;
        assert!(rest.is_empty() && rest.obstacles.is_empty(), "stopped at event {event}: {rest:#?}");
        let live = world.live().await;
        let models = live.resources.keys().filter(|address| address.kind == Kind::Model).map(ToString::to_string);
        assert_eq!(models.collect::<Vec<_>>(), ["model/m-1", "model/n"], "stopped at event {event}");
        let keys = live.resources.keys().filter(|address| address.kind == Kind::Key).count();
        assert_eq!(keys, 2, "stopped at event {event}");
        if !was_stopped {
            assert!(event > 10, "{event}");
            return;
        }
        event += 1;
    }
}
