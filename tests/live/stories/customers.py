"""Customers: the end users named in requests."""

from .harness import messages, story


@story
def customers_lifecycle(w):
    customer, second = w.name("customer"), w.name("customer2")
    w.later("POST", "/customer/delete", {"user_ids": [second]})
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    made = w.ok("customers", "create", customer, "--alias", "Ada", "--max-budget", "3", "--rpm-limit", "40").json()
    budgets = [w.ok("customers", "info", customer).json()["litellm_budget_table"]["budget_id"]]
    w.later("POST", "/budget/delete", {"id": budgets[0]})
    assert made["alias"] == "Ada" and made["litellm_budget_table"]["max_budget"] == 3, made
    w.run("customers", "create", customer).refuses(8, "already exists")
    w.ok("customers", "list").shows("Customer ID", customer, "Ada", "$3", budgets[0])
    changed = w.ok("customers", "update", customer, "--alias", "Bob", "--max-budget", "4").json()
    assert changed["alias"] == "Bob" and changed["litellm_budget_table"]["max_budget"] == 4, changed

    for words in (("create", w.name("customer3")), ("update", customer)):
        w.run("customers", *words, "--budget-id", w.name("no-budget")).refuses(3, "no budget")
    w.ok("customers", "info", customer, "--format", "table").shows("litellm_budget_table\n", "  max_budget ")

    w.ok("customers", "create", second)
    blocked = w.ok("customers", "block", second)
    blocked.check(blocked.json()["blocked"] is True, "the customer should be blocked")
    # Without the licensed callback the mark has no effect.
    w.ok("chat", "completions", "priced-gpt", *messages("user:hi"), "--user", second).shows("priced mock")
    if w.server.is_old:
        w.run("customers", "unblock", second).refuses(1, "unblock")
    else:
        assert w.ok("customers", "unblock", second).json()["blocked"] is False

    # Spend recorded after the deletion would create the customer again.
    w.eventually("the spend is recorded", lambda: w.ok("customers", "info", second).json()["spend"] > 0)
    for command in (("info",), ("update", "--alias", "x"), ("block",), ("unblock",), ("delete",)):
        w.run("customers", command[0], w.name("nobody"), *command[1:]).refuses(3, "exist in db")
    w.run("customers", "delete", customer, w.name("nobody")).refuses(3)
    deleted = w.ok("customers", "delete", customer, second)
    deleted.check(deleted.json()["deleted_customers"] == 2, "both should be deleted")


@story
def customer_budget_is_exceeded_explained_and_raised(w):
    customer = w.name("spender")
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    made = w.ok("customers", "create", customer, "--max-budget", "0.01").json()
    w.later("POST", "/budget/delete", {"id": made["litellm_budget_table"]["budget_id"]})
    key = w.key_for(w.name("seller"))
    chat = ("chat", "completions", "priced-gpt", *messages("user:hi"), "--user", customer)
    w.ok(*chat, key=key)
    w.until_refused(*chat, key=key).refuses(1, customer)
    report = w.eventually("the spend shows", lambda: [
        report for report in [w.ok("budgets", "why", key, "--customer", customer, "--format", "json").json()]
        if report["stopped"]])[0]
    assert report["unblock"] == [f"litellm-proxy customers update {customer} --max-budget 0.1"], report
    w.ok("budgets", "why", key).shows("The key has no limits.")
    w.run("budgets", "why", key, "--customer", w.name("nobody")).refuses(3)
    w.ok("customers", "update", customer, "--max-budget", "20")
    w.ok("budgets", "why", key, "--customer", customer).shows("Nothing stops the key now", "$20")
    if not w.server.is_old:  # 1.80.11 caches the old budget for some minutes
        w.until_ok(*chat, key=key)
        w.eventually("all spend is recorded", lambda: w.ok("customers", "info", customer).json()["spend"] > 0.09)
