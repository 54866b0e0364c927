"""Model groups: deployments that share a name."""

from .harness import story


@story
def model_groups_list(w):
    w.ok("model-groups", "list").shows("upstream-gpt", "priced-gpt", "0.001", "0.002")
    groups = w.ok("model-groups", "list", "--format", "json")
    found = {group["model_group"]: group for group in groups.json()}
    groups.check(found["priced-gpt"]["input_cost_per_token"] == 0.001, "the price should be there")
    groups.check(found["fake-embed"]["mode"] == "embedding", "the mode should be there")
