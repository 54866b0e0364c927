# Registers the completions of litellm-proxy in fish. The candidates come from the program itself.
complete --command litellm-proxy --no-files --keep-order --arguments '(COMPLETE=fish command litellm-proxy -- (commandline --current-process --cut-at-cursor | string collect) 2>/dev/null)'
