
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'litellm-proxy' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'litellm-proxy'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'litellm-proxy' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print the client''s and the server''s version')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print the client''s and the server''s version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print the client''s and the server''s version')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Manage models and their deployments')
            [CompletionResult]::new('model-groups', 'model-groups', [CompletionResultType]::ParameterValue, 'Manage model groups, the deployments that share a name')
            [CompletionResult]::new('credentials', 'credentials', [CompletionResultType]::ParameterValue, 'Manage provider credentials')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Manage virtual keys')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Manage users')
            [CompletionResult]::new('teams', 'teams', [CompletionResultType]::ParameterValue, 'Manage teams, their members and models')
            [CompletionResult]::new('organizations', 'organizations', [CompletionResultType]::ParameterValue, 'Manage organizations, which hold teams and users (licensed on newer servers)')
            [CompletionResult]::new('budgets', 'budgets', [CompletionResultType]::ParameterValue, 'Manage budgets that several share, and see what stops a key')
            [CompletionResult]::new('customers', 'customers', [CompletionResultType]::ParameterValue, 'Manage customers, the end users whom requests name')
            [CompletionResult]::new('access-groups', 'access-groups', [CompletionResultType]::ParameterValue, 'Manage access groups, names that stand for sets of models')
            [CompletionResult]::new('spend', 'spend', [CompletionResultType]::ParameterValue, 'Show who spent what')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to a model')
            [CompletionResult]::new('http', 'http', [CompletionResultType]::ParameterValue, 'Send requests of your own')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a LiteLLM proxy of your own, to try things and to test scripts against')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in to the server in a browser, or keep a key for it')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'End the login, on the server where it can be')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show who you are to the server, and with which key')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Give out the key of a login, and list logins')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Manage settings in ~/.litellm/config.json')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the client''s and the server''s version')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;models' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models that the key may call')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show deployments with their upstream models, prices and ids')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a deployment')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one deployment')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a deployment')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change parameters and information of a deployment')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the deployments of a YAML file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;models;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;info' {
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of the table, separated by commas')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Only deployments of this name')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Only the deployment of this id')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;add' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Parameter for the provider (can be repeated)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Parameter for the provider (can be repeated)')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Information about the model (can be repeated)')
            [CompletionResult]::new('--info', '--info', [CompletionResultType]::ParameterName, 'Information about the model (can be repeated)')
            [CompletionResult]::new('--access-group', '--access-group', [CompletionResultType]::ParameterName, 'Access group to put it into (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;get' {
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Id of the deployment')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the model; of several deployments the first is shown')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;delete' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the model, in place of an id; of several deployments none is deleted')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Delete all deployments of the name')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;update' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Parameter for the provider to set (can be repeated)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Parameter for the provider to set (can be repeated)')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Information about the model to set (can be repeated)')
            [CompletionResult]::new('--info', '--info', [CompletionResultType]::ParameterName, 'Information about the model to set (can be repeated)')
            [CompletionResult]::new('--access-group', '--access-group', [CompletionResultType]::ParameterName, 'Access group to put it into, beside those it is in (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;import' {
            [CompletionResult]::new('--only-models-matching-regex', '--only-models-matching-regex', [CompletionResultType]::ParameterName, 'Only models whose litellm_params.model matches')
            [CompletionResult]::new('--only-access-groups-matching-regex', '--only-access-groups-matching-regex', [CompletionResultType]::ParameterName, 'Only models with an entry of model_info.access_groups that matches')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'With a model that is there already: create another, skip it, or update it')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests are under way at a time')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be imported, without a request to the server')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first failure')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models that the key may call')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show deployments with their upstream models, prices and ids')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a deployment')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one deployment')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a deployment')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change parameters and information of a deployment')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the deployments of a YAML file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;models;help;list' {
            break
        }
        'litellm-proxy;models;help;info' {
            break
        }
        'litellm-proxy;models;help;add' {
            break
        }
        'litellm-proxy;models;help;get' {
            break
        }
        'litellm-proxy;models;help;delete' {
            break
        }
        'litellm-proxy;models;help;update' {
            break
        }
        'litellm-proxy;models;help;import' {
            break
        }
        'litellm-proxy;models;help;help' {
            break
        }
        'litellm-proxy;model-groups' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the model groups that the key may call')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a model group')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a model group of several deployments, all or none of them')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a model group, with all its deployments')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;model-groups;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;model-groups;info' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;model-groups;create' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Deployment of the group (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;model-groups;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;model-groups;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the model groups that the key may call')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a model group')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a model group of several deployments, all or none of them')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a model group, with all its deployments')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;model-groups;help;list' {
            break
        }
        'litellm-proxy;model-groups;help;info' {
            break
        }
        'litellm-proxy;model-groups;help;create' {
            break
        }
        'litellm-proxy;model-groups;help;delete' {
            break
        }
        'litellm-proxy;model-groups;help;help' {
            break
        }
        'litellm-proxy;credentials' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List credentials')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a credential')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a credential, its values masked by the server')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a credential''s information, values or label')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a credential')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;credentials;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;credentials;create' {
            [CompletionResult]::new('--info', '--info', [CompletionResultType]::ParameterName, 'What it is, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--values', '--values', [CompletionResultType]::ParameterName, 'Its secrets, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--display-name', '--display-name', [CompletionResultType]::ParameterName, 'Label for the server''s web pages (newer servers)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;credentials;get' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;credentials;update' {
            [CompletionResult]::new('--info', '--info', [CompletionResultType]::ParameterName, 'Information to set, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--values', '--values', [CompletionResultType]::ParameterName, 'Secrets to set, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--display-name', '--display-name', [CompletionResultType]::ParameterName, 'New label for the server''s web pages (newer servers)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--clear-display-name', '--clear-display-name', [CompletionResultType]::ParameterName, 'Remove the label (newer servers)')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;credentials;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;credentials;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List credentials')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a credential')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a credential, its values masked by the server')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a credential''s information, values or label')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a credential')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;credentials;help;list' {
            break
        }
        'litellm-proxy;credentials;help;create' {
            break
        }
        'litellm-proxy;credentials;help;get' {
            break
        }
        'litellm-proxy;credentials;help;update' {
            break
        }
        'litellm-proxy;credentials;help;delete' {
            break
        }
        'litellm-proxy;credentials;help;help' {
            break
        }
        'litellm-proxy;keys' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List keys, all of them unless a page is asked for')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Generate a key')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a key: what is named is set, all else stays')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Block keys until they are unblocked')
            [CompletionResult]::new('unblock', 'unblock', [CompletionResultType]::ParameterValue, 'Let blocked keys be used again')
            [CompletionResult]::new('reset-spend', 'reset-spend', [CompletionResultType]::ParameterValue, 'Set what a key has spent back to zero, or to less than it is')
            [CompletionResult]::new('regenerate', 'regenerate', [CompletionResultType]::ParameterValue, 'Give a key a new secret in place of its own (licensed)')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete keys')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is known of a key')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Put a new key in the place of one, so that none is lost')
            [CompletionResult]::new('aliases', 'aliases', [CompletionResultType]::ParameterValue, 'List the aliases of all keys')
            [CompletionResult]::new('can-use', 'can-use', [CompletionResultType]::ParameterValue, 'Tell whether a key may call a model, and why')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Find keys that need care: expired, unused, over budget, orphaned')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make keys like those of another server')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;keys;list' {
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'Only this page, from 1')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Keys to a page, 1 to 100 [default: 10]')
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'Only keys of this user')
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'Only keys of this team')
            [CompletionResult]::new('--organization-id', '--organization-id', [CompletionResultType]::ParameterName, 'Only keys of this organization')
            [CompletionResult]::new('--key-hash', '--key-hash', [CompletionResultType]::ParameterName, 'Only the key of this hash')
            [CompletionResult]::new('--key-alias', '--key-alias', [CompletionResultType]::ParameterName, 'Only the key of this alias')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only keys in this state: active, expired, revoked or deleted')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]')
            [CompletionResult]::new('--sort-order', '--sort-order', [CompletionResultType]::ParameterName, 'Direction of the order: asc or desc')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of the table, separated by commas')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--return-full-object', '--return-full-object', [CompletionResultType]::ParameterName, 'List full objects, which is what is always done')
            [CompletionResult]::new('--include-team-keys', '--include-team-keys', [CompletionResultType]::ParameterName, 'List the keys of the own teams too')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;generate' {
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models and access groups that it may call, separated by commas [default: all]')
            [CompletionResult]::new('--aliases', '--aliases', [CompletionResultType]::ParameterName, 'Names that stand for other models, as a JSON object')
            [CompletionResult]::new('--spend', '--spend', [CompletionResultType]::ParameterName, 'Dollars that count as spent already; the limit is --max-budget')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that it may spend')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--soft-budget', '--soft-budget', [CompletionResultType]::ParameterName, 'Dollars at which the server warns')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'How long it lives, such as 24h or 7d [default: for ever]')
            [CompletionResult]::new('--key-alias', '--key-alias', [CompletionResultType]::ParameterName, 'Name for the key, unique on the server')
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'Its team, by id or alias')
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'Id of its user')
            [CompletionResult]::new('--budget-id', '--budget-id', [CompletionResultType]::ParameterName, 'Id of its budget')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The key''s `config`, as a JSON object')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with it, as a JSON object')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key itself, instead of one that the server makes up; @FILE or @-')
            [CompletionResult]::new('--tags', '--tags', [CompletionResultType]::ParameterName, 'Tags, separated by commas (licensed)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the key to a new file with mode 0600 instead of printing it')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--blocked', '--blocked', [CompletionResultType]::ParameterName, 'Make it blocked')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;update' {
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models and access groups that it may call from now on, separated by commas')
            [CompletionResult]::new('--add-model', '--add-model', [CompletionResultType]::ParameterName, 'Model or access group that it may call too (can be repeated)')
            [CompletionResult]::new('--remove-model', '--remove-model', [CompletionResultType]::ParameterName, 'Model or access group that it may call no more (can be repeated)')
            [CompletionResult]::new('--aliases', '--aliases', [CompletionResultType]::ParameterName, 'Names that stand for other models, as a JSON object')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that it may spend')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'How long it lives from now, such as 24h or 7d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with it, as a JSON object, in place of all that there was')
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'Id or alias of its team')
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'Id of its user')
            [CompletionResult]::new('--key-alias', '--key-alias', [CompletionResultType]::ParameterName, 'New name for it, unique on the server')
            [CompletionResult]::new('--budget-id', '--budget-id', [CompletionResultType]::ParameterName, 'Id of its budget')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Field to empty (can be repeated)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;block' {
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests are under way at a time')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first failure')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;unblock' {
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests are under way at a time')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first failure')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;reset-spend' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Dollars that count as spent from now on, no more than do now')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;regenerate' {
            [CompletionResult]::new('--new-key', '--new-key', [CompletionResultType]::ParameterName, 'The new secret itself, instead of one that the server makes up; @FILE or @-')
            [CompletionResult]::new('--grace-period', '--grace-period', [CompletionResultType]::ParameterName, 'How long the old secret lives on, such as 24h (newer servers)')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the key to a new file with mode 0600 instead of printing it')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;delete' {
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Keys, their hashes or aliases, separated by commas, @FILE or @-')
            [CompletionResult]::new('--key-aliases', '--key-aliases', [CompletionResultType]::ParameterName, 'Aliases of keys, separated by commas')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;info' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key or its hash, @FILE or @-; only the hash is sent')
            [CompletionResult]::new('--key-alias', '--key-alias', [CompletionResultType]::ParameterName, 'Alias of the key')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;rotate' {
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How long the old key stays good: 30m, 24h, 7d')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the new key to a new file with mode 0600 instead of printing it')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Finish the rotations of this server that were interrupted')
            [CompletionResult]::new('--delete-old', '--delete-old', [CompletionResultType]::ParameterName, 'Delete the old key as soon as the new one works')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;aliases' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;can-use' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;audit' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Look for this kind alone (can be repeated, or separated by commas)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with code 1 when this kind is found, or any (can be repeated, or separated by commas)')
            [CompletionResult]::new('--unused-for', '--unused-for', [CompletionResultType]::ParameterName, 'After how long without use a key is unused, such as 90d or 12h')
            [CompletionResult]::new('--near', '--near', [CompletionResultType]::ParameterName, 'Percent of its budget from which on a key is near it')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;import' {
            [CompletionResult]::new('--source-base-url', '--source-base-url', [CompletionResultType]::ParameterName, 'URL of the server to read from')
            [CompletionResult]::new('--source-api-key', '--source-api-key', [CompletionResultType]::ParameterName, 'API key for that server, or @FILE or @- to read it')
            [CompletionResult]::new('--created-since', '--created-since', [CompletionResultType]::ParameterName, 'Only keys made at or after this time: 2026-01-31, 2026-01-31_14:30 (local time) or RFC 3339')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write alias and new key as CSV to a new file with mode 0600')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests are under way at a time')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--discard-secrets', '--discard-secrets', [CompletionResultType]::ParameterName, 'Do not keep the new secrets anywhere')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first failure')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List keys, all of them unless a page is asked for')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Generate a key')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a key: what is named is set, all else stays')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Block keys until they are unblocked')
            [CompletionResult]::new('unblock', 'unblock', [CompletionResultType]::ParameterValue, 'Let blocked keys be used again')
            [CompletionResult]::new('reset-spend', 'reset-spend', [CompletionResultType]::ParameterValue, 'Set what a key has spent back to zero, or to less than it is')
            [CompletionResult]::new('regenerate', 'regenerate', [CompletionResultType]::ParameterValue, 'Give a key a new secret in place of its own (licensed)')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete keys')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is known of a key')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Put a new key in the place of one, so that none is lost')
            [CompletionResult]::new('aliases', 'aliases', [CompletionResultType]::ParameterValue, 'List the aliases of all keys')
            [CompletionResult]::new('can-use', 'can-use', [CompletionResultType]::ParameterValue, 'Tell whether a key may call a model, and why')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Find keys that need care: expired, unused, over budget, orphaned')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make keys like those of another server')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;keys;help;list' {
            break
        }
        'litellm-proxy;keys;help;generate' {
            break
        }
        'litellm-proxy;keys;help;update' {
            break
        }
        'litellm-proxy;keys;help;block' {
            break
        }
        'litellm-proxy;keys;help;unblock' {
            break
        }
        'litellm-proxy;keys;help;reset-spend' {
            break
        }
        'litellm-proxy;keys;help;regenerate' {
            break
        }
        'litellm-proxy;keys;help;delete' {
            break
        }
        'litellm-proxy;keys;help;info' {
            break
        }
        'litellm-proxy;keys;help;rotate' {
            break
        }
        'litellm-proxy;keys;help;aliases' {
            break
        }
        'litellm-proxy;keys;help;can-use' {
            break
        }
        'litellm-proxy;keys;help;audit' {
            break
        }
        'litellm-proxy;keys;help;import' {
            break
        }
        'litellm-proxy;keys;help;help' {
            break
        }
        'litellm-proxy;users' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List users, all of them unless a page is asked for')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a user, or the one behind the key')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a user')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a user')
            [CompletionResult]::new('invite', 'invite', [CompletionResultType]::ParameterValue, 'Invite a user to set a password, with a link')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Create the users of a CSV file')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete users, and their keys with them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;users;list' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Only users with this role, such as internal_user')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'Only users whose e-mail address holds this')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Only users of this team, by id or alias')
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'Only this page, from 1')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Users to a page, 1 to 100 [default: 25]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;get' {
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'The user, by id or e-mail address; without it, the user behind the key')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;create' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'E-mail address')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer [default: internal_user]')
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Team to join, by id or alias (can be repeated)')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that the user may spend')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--no-key', '--no-key', [CompletionResultType]::ParameterName, 'Do not make a virtual key along with the user')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;update' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'New e-mail address')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer')
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models that the user may call, separated by commas, in place of those so far')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that the user may spend')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with the user, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Limit to take away, such as max_budget (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;invite' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;import' {
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'With a user who is there already: skip, fail, or update')
            [CompletionResult]::new('--with-keys', '--with-keys', [CompletionResultType]::ParameterName, 'Make a key for each new user, and write e-mail and key as CSV to a new file with mode 0600')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests are under way at a time')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Look at what is there, show what would become of each row, and change nothing')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first failure')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List users, all of them unless a page is asked for')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a user, or the one behind the key')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a user')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a user')
            [CompletionResult]::new('invite', 'invite', [CompletionResultType]::ParameterValue, 'Invite a user to set a password, with a link')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Create the users of a CSV file')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete users, and their keys with them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;users;help;list' {
            break
        }
        'litellm-proxy;users;help;get' {
            break
        }
        'litellm-proxy;users;help;create' {
            break
        }
        'litellm-proxy;users;help;update' {
            break
        }
        'litellm-proxy;users;help;invite' {
            break
        }
        'litellm-proxy;users;help;import' {
            break
        }
        'litellm-proxy;users;help;delete' {
            break
        }
        'litellm-proxy;users;help;help' {
            break
        }
        'litellm-proxy;teams' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List teams, for those who are no admins their own')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a team, its members and keys')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a team')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a team')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete teams, and their keys with them')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Block a team, and with it all of its keys')
            [CompletionResult]::new('unblock', 'unblock', [CompletionResultType]::ParameterValue, 'Let a blocked team work again')
            [CompletionResult]::new('members', 'members', [CompletionResultType]::ParameterValue, 'Manage who is in a team')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Manage which models a team may call')
            [CompletionResult]::new('available', 'available', [CompletionResultType]::ParameterValue, 'List teams that may be joined')
            [CompletionResult]::new('assign-key', 'assign-key', [CompletionResultType]::ParameterValue, 'Assign keys to a team, the own one unless others are named')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;list' {
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Only teams whose alias holds this')
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'Only teams of this user, by id or e-mail address')
            [CompletionResult]::new('--organization-id', '--organization-id', [CompletionResultType]::ParameterName, 'Only teams of this organization, by id or alias')
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'Only this page, from 1')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Teams to a page, 1 to 100 [default: 10]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;info' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;create' {
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'Id of the team; without it, the server makes one up')
            [CompletionResult]::new('--member', '--member', [CompletionResultType]::ParameterName, 'User id or e-mail address of a member (can be repeated)')
            [CompletionResult]::new('--admin', '--admin', [CompletionResultType]::ParameterName, 'User id or e-mail address of an admin of the team (can be repeated)')
            [CompletionResult]::new('--team-alias', '--team-alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models and access groups that it may call, separated by commas [default: all]')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that it may spend')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--organization-id', '--organization-id', [CompletionResultType]::ParameterName, 'Organization that it belongs to, by id or alias')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with it, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;update' {
            [CompletionResult]::new('--team-alias', '--team-alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models and access groups that it may call, separated by commas [default: all]')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that it may spend')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--organization-id', '--organization-id', [CompletionResultType]::ParameterName, 'Organization that it belongs to, by id or alias')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with it, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Field to empty, such as max_budget (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;block' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;unblock' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;members' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List members, with their spend and limits in the team')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add members')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a member''s role or limits in the team')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove members, and their keys of the team with them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;members;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;members;add' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role in the team: user, or admin (licensed)')
            [CompletionResult]::new('--max-budget-in-team', '--max-budget-in-team', [CompletionResultType]::ParameterName, 'Dollars that each of them may spend in the team')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;members;update' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role in the team: user, or admin (licensed)')
            [CompletionResult]::new('--max-budget-in-team', '--max-budget-in-team', [CompletionResultType]::ParameterName, 'Dollars that the member may spend in the team')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute in the team')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute in the team')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;members;remove' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;members;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List members, with their spend and limits in the team')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add members')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a member''s role or limits in the team')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove members, and their keys of the team with them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;members;help;list' {
            break
        }
        'litellm-proxy;teams;members;help;add' {
            break
        }
        'litellm-proxy;teams;members;help;update' {
            break
        }
        'litellm-proxy;teams;members;help;remove' {
            break
        }
        'litellm-proxy;teams;members;help;help' {
            break
        }
        'litellm-proxy;teams;models' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models and access groups that a team may call')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Let a team call more models')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take models from a team, but not the last')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;models;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;models;add' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;models;remove' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;models;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models and access groups that a team may call')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Let a team call more models')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take models from a team, but not the last')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;models;help;list' {
            break
        }
        'litellm-proxy;teams;models;help;add' {
            break
        }
        'litellm-proxy;teams;models;help;remove' {
            break
        }
        'litellm-proxy;teams;models;help;help' {
            break
        }
        'litellm-proxy;teams;available' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;assign-key' {
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'The same team, as an option')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List teams, for those who are no admins their own')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a team, its members and keys')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a team')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a team')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete teams, and their keys with them')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Block a team, and with it all of its keys')
            [CompletionResult]::new('unblock', 'unblock', [CompletionResultType]::ParameterValue, 'Let a blocked team work again')
            [CompletionResult]::new('members', 'members', [CompletionResultType]::ParameterValue, 'Manage who is in a team')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Manage which models a team may call')
            [CompletionResult]::new('available', 'available', [CompletionResultType]::ParameterValue, 'List teams that may be joined')
            [CompletionResult]::new('assign-key', 'assign-key', [CompletionResultType]::ParameterValue, 'Assign keys to a team, the own one unless others are named')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;help;list' {
            break
        }
        'litellm-proxy;teams;help;info' {
            break
        }
        'litellm-proxy;teams;help;create' {
            break
        }
        'litellm-proxy;teams;help;update' {
            break
        }
        'litellm-proxy;teams;help;delete' {
            break
        }
        'litellm-proxy;teams;help;block' {
            break
        }
        'litellm-proxy;teams;help;unblock' {
            break
        }
        'litellm-proxy;teams;help;members' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List members, with their spend and limits in the team')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add members')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a member''s role or limits in the team')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove members, and their keys of the team with them')
            break
        }
        'litellm-proxy;teams;help;members;list' {
            break
        }
        'litellm-proxy;teams;help;members;add' {
            break
        }
        'litellm-proxy;teams;help;members;update' {
            break
        }
        'litellm-proxy;teams;help;members;remove' {
            break
        }
        'litellm-proxy;teams;help;models' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models and access groups that a team may call')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Let a team call more models')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take models from a team, but not the last')
            break
        }
        'litellm-proxy;teams;help;models;list' {
            break
        }
        'litellm-proxy;teams;help;models;add' {
            break
        }
        'litellm-proxy;teams;help;models;remove' {
            break
        }
        'litellm-proxy;teams;help;available' {
            break
        }
        'litellm-proxy;teams;help;assign-key' {
            break
        }
        'litellm-proxy;teams;help;help' {
            break
        }
        'litellm-proxy;organizations' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List organizations')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show an organization, with its members and teams')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an organization')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change an organization')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete organizations')
            [CompletionResult]::new('members', 'members', [CompletionResultType]::ParameterValue, 'Add, change and remove members of an organization')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;organizations;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;info' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;create' {
            [CompletionResult]::new('--organization-id', '--organization-id', [CompletionResultType]::ParameterName, 'Id of the organization; the server makes one up where none is given')
            [CompletionResult]::new('--budget-id', '--budget-id', [CompletionResultType]::ParameterName, 'Id of a budget to have, in place of limits of its own')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models that it may call, separated by commas')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that it may spend')
            [CompletionResult]::new('--soft-budget', '--soft-budget', [CompletionResultType]::ParameterName, 'Dollars at which the server warns')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with it, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;update' {
            [CompletionResult]::new('--organization-alias', '--organization-alias', [CompletionResultType]::ParameterName, 'New name')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models that it may call, separated by commas')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that it may spend')
            [CompletionResult]::new('--soft-budget', '--soft-budget', [CompletionResultType]::ParameterName, 'Dollars at which the server warns')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Anything to keep with it, as a JSON object, @FILE or @-')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;members' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a user to an organization')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what a member is and may spend')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a member; the user stays')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;organizations;members;add' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role: org_admin, internal_user or internal_user_viewer')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;members;update' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role: org_admin, internal_user or internal_user_viewer')
            [CompletionResult]::new('--max-budget-in-organization', '--max-budget-in-organization', [CompletionResultType]::ParameterName, 'Dollars that the member may spend in the organization')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;members;remove' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;organizations;members;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a user to an organization')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what a member is and may spend')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a member; the user stays')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;organizations;members;help;add' {
            break
        }
        'litellm-proxy;organizations;members;help;update' {
            break
        }
        'litellm-proxy;organizations;members;help;remove' {
            break
        }
        'litellm-proxy;organizations;members;help;help' {
            break
        }
        'litellm-proxy;organizations;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List organizations')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show an organization, with its members and teams')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an organization')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change an organization')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete organizations')
            [CompletionResult]::new('members', 'members', [CompletionResultType]::ParameterValue, 'Add, change and remove members of an organization')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;organizations;help;list' {
            break
        }
        'litellm-proxy;organizations;help;info' {
            break
        }
        'litellm-proxy;organizations;help;create' {
            break
        }
        'litellm-proxy;organizations;help;update' {
            break
        }
        'litellm-proxy;organizations;help;delete' {
            break
        }
        'litellm-proxy;organizations;help;members' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a user to an organization')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what a member is and may spend')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a member; the user stays')
            break
        }
        'litellm-proxy;organizations;help;members;add' {
            break
        }
        'litellm-proxy;organizations;help;members;update' {
            break
        }
        'litellm-proxy;organizations;help;members;remove' {
            break
        }
        'litellm-proxy;organizations;help;help' {
            break
        }
        'litellm-proxy;budgets' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List budgets, those of single teams and customers included')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a budget')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a budget for keys and others to share')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a budget, for all who share it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a budget; those who share it are left without')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Show every limit that can stop a key, and how to lift the tightest')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;budgets;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;budgets;info' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;budgets;create' {
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that may be spent, by each who has the budget')
            [CompletionResult]::new('--soft-budget', '--soft-budget', [CompletionResultType]::ParameterName, 'Dollars at which the server warns')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--budget-reset-at', '--budget-reset-at', [CompletionResultType]::ParameterName, 'When it first does, as an RFC 3339 time')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--model-max-budget', '--model-max-budget', [CompletionResultType]::ParameterName, 'A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;budgets;update' {
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that may be spent, by each who has the budget')
            [CompletionResult]::new('--soft-budget', '--soft-budget', [CompletionResultType]::ParameterName, 'Dollars at which the server warns')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--budget-reset-at', '--budget-reset-at', [CompletionResultType]::ParameterName, 'When it first does, as an RFC 3339 time')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--model-max-budget', '--model-max-budget', [CompletionResultType]::ParameterName, 'A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Field to empty, such as max_budget: no limit any more (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;budgets;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;budgets;why' {
            [CompletionResult]::new('--customer', '--customer', [CompletionResultType]::ParameterName, 'Customer whom requests would name')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;budgets;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List budgets, those of single teams and customers included')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a budget')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a budget for keys and others to share')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a budget, for all who share it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a budget; those who share it are left without')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Show every limit that can stop a key, and how to lift the tightest')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;budgets;help;list' {
            break
        }
        'litellm-proxy;budgets;help;info' {
            break
        }
        'litellm-proxy;budgets;help;create' {
            break
        }
        'litellm-proxy;budgets;help;update' {
            break
        }
        'litellm-proxy;budgets;help;delete' {
            break
        }
        'litellm-proxy;budgets;help;why' {
            break
        }
        'litellm-proxy;budgets;help;help' {
            break
        }
        'litellm-proxy;customers' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List customers')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a customer, with budget and spend')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a customer')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a customer')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete customers')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Mark a customer as blocked')
            [CompletionResult]::new('unblock', 'unblock', [CompletionResultType]::ParameterValue, 'Take the mark away (newer servers)')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;customers;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;info' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;create' {
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that the customer may spend')
            [CompletionResult]::new('--budget-id', '--budget-id', [CompletionResultType]::ParameterName, 'Id of a budget to share, in place of limits of its own')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models that the customer may call, separated by commas (newer servers) [default: all]')
            [CompletionResult]::new('--default-model', '--default-model', [CompletionResultType]::ParameterName, 'Model for requests that cannot have the one they ask for')
            [CompletionResult]::new('--allowed-model-region', '--allowed-model-region', [CompletionResultType]::ParameterName, 'Allow models of one region alone: eu or us')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--soft-budget', '--soft-budget', [CompletionResultType]::ParameterName, 'Dollars at which the server warns')
            [CompletionResult]::new('--budget-duration', '--budget-duration', [CompletionResultType]::ParameterName, 'After how long the spend starts again from zero, such as 30d')
            [CompletionResult]::new('--tpm-limit', '--tpm-limit', [CompletionResultType]::ParameterName, 'Tokens per minute')
            [CompletionResult]::new('--rpm-limit', '--rpm-limit', [CompletionResultType]::ParameterName, 'Requests per minute')
            [CompletionResult]::new('--max-parallel-requests', '--max-parallel-requests', [CompletionResultType]::ParameterName, 'Requests at a time')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;update' {
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--max-budget', '--max-budget', [CompletionResultType]::ParameterName, 'Dollars that the customer may spend')
            [CompletionResult]::new('--budget-id', '--budget-id', [CompletionResultType]::ParameterName, 'Id of a budget to share, in place of limits of its own')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models that the customer may call, separated by commas (newer servers) [default: all]')
            [CompletionResult]::new('--default-model', '--default-model', [CompletionResultType]::ParameterName, 'Model for requests that cannot have the one they ask for')
            [CompletionResult]::new('--allowed-model-region', '--allowed-model-region', [CompletionResultType]::ParameterName, 'Allow models of one region alone: eu or us')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Any other field (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;block' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;unblock' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;customers;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List customers')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a customer, with budget and spend')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a customer')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a customer')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete customers')
            [CompletionResult]::new('block', 'block', [CompletionResultType]::ParameterValue, 'Mark a customer as blocked')
            [CompletionResult]::new('unblock', 'unblock', [CompletionResultType]::ParameterValue, 'Take the mark away (newer servers)')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;customers;help;list' {
            break
        }
        'litellm-proxy;customers;help;info' {
            break
        }
        'litellm-proxy;customers;help;create' {
            break
        }
        'litellm-proxy;customers;help;update' {
            break
        }
        'litellm-proxy;customers;help;delete' {
            break
        }
        'litellm-proxy;customers;help;block' {
            break
        }
        'litellm-proxy;customers;help;unblock' {
            break
        }
        'litellm-proxy;customers;help;help' {
            break
        }
        'litellm-proxy;access-groups' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List access groups')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show an access group')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access group of models')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change the models of an access group')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete an access group, not its models')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;access-groups;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;access-groups;info' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;access-groups;create' {
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models to put into it, separated by commas')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;access-groups;update' {
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Models that it holds from now on, separated by commas')
            [CompletionResult]::new('--add-model', '--add-model', [CompletionResultType]::ParameterName, 'Models to put into it, beside those it holds, separated by commas (can be repeated)')
            [CompletionResult]::new('--remove-model', '--remove-model', [CompletionResultType]::ParameterName, 'Models to take out of it, separated by commas (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;access-groups;delete' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; without a terminal nothing is asked anyway')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;access-groups;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List access groups')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show an access group')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access group of models')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change the models of an access group')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete an access group, not its models')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;access-groups;help;list' {
            break
        }
        'litellm-proxy;access-groups;help;info' {
            break
        }
        'litellm-proxy;access-groups;help;create' {
            break
        }
        'litellm-proxy;access-groups;help;update' {
            break
        }
        'litellm-proxy;access-groups;help;delete' {
            break
        }
        'litellm-proxy;access-groups;help;help' {
            break
        }
        'litellm-proxy;spend' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show what was spent with each key')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Show what each user spent')
            [CompletionResult]::new('teams', 'teams', [CompletionResultType]::ParameterValue, 'Show what each team spent')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show what was spent on each model, by its public name')
            [CompletionResult]::new('tags', 'tags', [CompletionResultType]::ParameterValue, 'Show what was spent under each tag of requests')
            [CompletionResult]::new('customers', 'customers', [CompletionResultType]::ParameterValue, 'Show what was spent for each customer')
            [CompletionResult]::new('trend', 'trend', [CompletionResultType]::ParameterValue, 'Show what was spent day by day')
            [CompletionResult]::new('total', 'total', [CompletionResultType]::ParameterValue, 'Show what the whole server spent in the last 30 days')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'List single requests, the newest last')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;spend;keys' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Only so many of them, the greatest')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What is greatest, and drawn: spend, requests or tokens')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;users' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Only so many of them, the greatest')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What is greatest, and drawn: spend, requests or tokens')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;teams' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Only so many of them, the greatest')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What is greatest, and drawn: spend, requests or tokens')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;models' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Only so many of them, the greatest')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What is greatest, and drawn: spend, requests or tokens')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;tags' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Only so many of them, the greatest')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What is greatest, and drawn: spend, requests or tokens')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;customers' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Only so many of them, the greatest')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What is greatest, and drawn: spend, requests or tokens')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;trend' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Last day, in the same forms; it is included [default: today in UTC]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What a row is: a day, or what a day had of a model')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;total' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;logs' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Begun at this time or later: 90m, 24h, 7d or 12w ago, 2026-11-01 (a day in UTC), or RFC 3339 [default: 1h]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Begun at this time or before, in the same forms; a day is included whole [default: now]')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Only requests with this key: the key, its hash or alias, @FILE or @-')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only requests of this user')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Only requests of this team, by id or alias')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Only requests for this model, by its public name')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only requests that ended so: success or failure')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'Only the request of this id, whenever it was, unless --since is given too')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Only so many, the newest')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Seconds between two looks for new requests [default: 3]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with new requests as they come')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with new requests as they come')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;spend;help' {
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show what was spent with each key')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Show what each user spent')
            [CompletionResult]::new('teams', 'teams', [CompletionResultType]::ParameterValue, 'Show what each team spent')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show what was spent on each model, by its public name')
            [CompletionResult]::new('tags', 'tags', [CompletionResultType]::ParameterValue, 'Show what was spent under each tag of requests')
            [CompletionResult]::new('customers', 'customers', [CompletionResultType]::ParameterValue, 'Show what was spent for each customer')
            [CompletionResult]::new('trend', 'trend', [CompletionResultType]::ParameterValue, 'Show what was spent day by day')
            [CompletionResult]::new('total', 'total', [CompletionResultType]::ParameterValue, 'Show what the whole server spent in the last 30 days')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'List single requests, the newest last')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;spend;help;keys' {
            break
        }
        'litellm-proxy;spend;help;users' {
            break
        }
        'litellm-proxy;spend;help;teams' {
            break
        }
        'litellm-proxy;spend;help;models' {
            break
        }
        'litellm-proxy;spend;help;tags' {
            break
        }
        'litellm-proxy;spend;help;customers' {
            break
        }
        'litellm-proxy;spend;help;trend' {
            break
        }
        'litellm-proxy;spend;help;total' {
            break
        }
        'litellm-proxy;spend;help;logs' {
            break
        }
        'litellm-proxy;spend;help;help' {
            break
        }
        'litellm-proxy;chat' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Complete a conversation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;chat;completions' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Message (can be repeated to make a conversation)')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Message (can be repeated to make a conversation)')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Sampling temperature, 0 to 2')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'Sampling temperature, 0 to 2')
            [CompletionResult]::new('--top-p', '--top-p', [CompletionResultType]::ParameterName, 'Nucleus sampling, 0 to 1')
            [CompletionResult]::new('--n', '--n', [CompletionResultType]::ParameterName, 'How many answers')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'Tokens to generate at most')
            [CompletionResult]::new('--presence-penalty', '--presence-penalty', [CompletionResultType]::ParameterName, 'Presence penalty, -2 to 2')
            [CompletionResult]::new('--frequency-penalty', '--frequency-penalty', [CompletionResultType]::ParameterName, 'Frequency penalty, -2 to 2')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'End user on whose behalf it is')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Print the answer as it comes, which is the default on a terminal')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Print the answer when it is complete')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;chat;help' {
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Complete a conversation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;chat;help;completions' {
            break
        }
        'litellm-proxy;chat;help;help' {
            break
        }
        'litellm-proxy;http' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a request to any endpoint')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;http;request' {
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Body: JSON is sent as JSON, anything else as it is; @FILE or @-')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Body: JSON is sent as JSON, anything else as it is; @FILE or @-')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Body, as JSON; @FILE or @-')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Body, as JSON; @FILE or @-')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Header (can be repeated)')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header (can be repeated)')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the answer''s bytes to this file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Print the status line and the headers first')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and change nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;http;help' {
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a request to any endpoint')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;http;help;request' {
            break
        }
        'litellm-proxy;http;help;help' {
            break
        }
        'litellm-proxy;sandbox' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a sandbox that listens until it is stopped')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop a sandbox')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the sandboxes that are running')
            [CompletionResult]::new('exec', 'exec', [CompletionResultType]::ParameterValue, 'Run a command with a sandbox of its own, which is gone when the command ends')
            [CompletionResult]::new('shell', 'shell', [CompletionResultType]::ParameterValue, 'Open a shell with a sandbox of its own, which is gone when the shell ends')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;sandbox;start' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Address to listen on; beyond this machine only with a master key of your own')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Database file, or :memory: to keep nothing [default: in your data directory, one for each port]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'A LiteLLM config.yaml: its models, master key and rules for keys')
            [CompletionResult]::new('--master-key', '--master-key', [CompletionResultType]::ParameterName, 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let requests fail: ''POST /key/generate=500:1'', ''* /team/*=drop'', ''GET /models=200ms''')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Write each request to this file, a JSON object on each line')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--detach', '--detach', [CompletionResultType]::ParameterName, 'Leave it running in the background')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;sandbox;stop' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The one that listens on this port [default: the only one]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;sandbox;status' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The one that listens on this port [default: the only one]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;sandbox;exec' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'A LiteLLM config.yaml: its models, master key and rules for keys')
            [CompletionResult]::new('--master-key', '--master-key', [CompletionResultType]::ParameterName, 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let requests fail: ''POST /key/generate=500:1'', ''* /team/*=drop'', ''GET /models=200ms''')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Write each request to this file, a JSON object on each line')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;sandbox;shell' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'A LiteLLM config.yaml: its models, master key and rules for keys')
            [CompletionResult]::new('--master-key', '--master-key', [CompletionResultType]::ParameterName, 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Let requests fail: ''POST /key/generate=500:1'', ''* /team/*=drop'', ''GET /models=200ms''')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Write each request to this file, a JSON object on each line')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;sandbox;help' {
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a sandbox that listens until it is stopped')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop a sandbox')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the sandboxes that are running')
            [CompletionResult]::new('exec', 'exec', [CompletionResultType]::ParameterValue, 'Run a command with a sandbox of its own, which is gone when the command ends')
            [CompletionResult]::new('shell', 'shell', [CompletionResultType]::ParameterValue, 'Open a shell with a sandbox of its own, which is gone when the shell ends')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;sandbox;help;start' {
            break
        }
        'litellm-proxy;sandbox;help;stop' {
            break
        }
        'litellm-proxy;sandbox;help;status' {
            break
        }
        'litellm-proxy;sandbox;help;exec' {
            break
        }
        'litellm-proxy;sandbox;help;shell' {
            break
        }
        'litellm-proxy;sandbox;help;help' {
            break
        }
        'litellm-proxy;login' {
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Team that the key is for, by id or alias, instead of choosing one')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--pkce', '--pkce', [CompletionResultType]::ParameterName, 'Use PKCE: the login is renewed by itself, where the server offers it')
            [CompletionResult]::new('--no-pkce', '--no-pkce', [CompletionResultType]::ParameterName, 'Do not use PKCE, whatever the settings say')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Open no browser, only show the URL')
            [CompletionResult]::new('--with-key', '--with-key', [CompletionResultType]::ParameterName, 'Keep a key that you have, read from --api-key, standard input or a prompt')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;logout' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'End the logins of all servers')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;whoami' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Ask the server whether it accepts the key [default: on a terminal]')
            [CompletionResult]::new('--no-check', '--no-check', [CompletionResultType]::ParameterName, 'Do not ask the server')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;auth' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('print-token', 'print-token', [CompletionResultType]::ParameterValue, 'Print the key that commands use, renewed if need be')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the logins that are kept, the latest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;auth;print-token' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;auth;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;auth;help' {
            [CompletionResult]::new('print-token', 'print-token', [CompletionResultType]::ParameterValue, 'Print the key that commands use, renewed if need be')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the logins that are kept, the latest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;auth;help;print-token' {
            break
        }
        'litellm-proxy;auth;help;list' {
            break
        }
        'litellm-proxy;auth;help;help' {
            break
        }
        'litellm-proxy;config' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a setting, or all of them')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a setting')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove a setting')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;config;get' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;config;set' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;config;unset' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;config;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a setting, or all of them')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a setting')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove a setting')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;config;help;get' {
            break
        }
        'litellm-proxy;config;help;set' {
            break
        }
        'litellm-proxy;config;help;unset' {
            break
        }
        'litellm-proxy;config;help;help' {
            break
        }
        'litellm-proxy;version' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;completions' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write a page for each command into this directory')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command instead of sending it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;help' {
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Manage models and their deployments')
            [CompletionResult]::new('model-groups', 'model-groups', [CompletionResultType]::ParameterValue, 'Manage model groups, the deployments that share a name')
            [CompletionResult]::new('credentials', 'credentials', [CompletionResultType]::ParameterValue, 'Manage provider credentials')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Manage virtual keys')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Manage users')
            [CompletionResult]::new('teams', 'teams', [CompletionResultType]::ParameterValue, 'Manage teams, their members and models')
            [CompletionResult]::new('organizations', 'organizations', [CompletionResultType]::ParameterValue, 'Manage organizations, which hold teams and users (licensed on newer servers)')
            [CompletionResult]::new('budgets', 'budgets', [CompletionResultType]::ParameterValue, 'Manage budgets that several share, and see what stops a key')
            [CompletionResult]::new('customers', 'customers', [CompletionResultType]::ParameterValue, 'Manage customers, the end users whom requests name')
            [CompletionResult]::new('access-groups', 'access-groups', [CompletionResultType]::ParameterValue, 'Manage access groups, names that stand for sets of models')
            [CompletionResult]::new('spend', 'spend', [CompletionResultType]::ParameterValue, 'Show who spent what')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to a model')
            [CompletionResult]::new('http', 'http', [CompletionResultType]::ParameterValue, 'Send requests of your own')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a LiteLLM proxy of your own, to try things and to test scripts against')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in to the server in a browser, or keep a key for it')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'End the login, on the server where it can be')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show who you are to the server, and with which key')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Give out the key of a login, and list logins')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Manage settings in ~/.litellm/config.json')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the client''s and the server''s version')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;help;models' {
            break
        }
        'litellm-proxy;help;model-groups' {
            break
        }
        'litellm-proxy;help;credentials' {
            break
        }
        'litellm-proxy;help;keys' {
            break
        }
        'litellm-proxy;help;users' {
            break
        }
        'litellm-proxy;help;teams' {
            break
        }
        'litellm-proxy;help;organizations' {
            break
        }
        'litellm-proxy;help;budgets' {
            break
        }
        'litellm-proxy;help;customers' {
            break
        }
        'litellm-proxy;help;access-groups' {
            break
        }
        'litellm-proxy;help;spend' {
            break
        }
        'litellm-proxy;help;chat' {
            break
        }
        'litellm-proxy;help;http' {
            break
        }
        'litellm-proxy;help;sandbox' {
            break
        }
        'litellm-proxy;help;login' {
            break
        }
        'litellm-proxy;help;logout' {
            break
        }
        'litellm-proxy;help;whoami' {
            break
        }
        'litellm-proxy;help;auth' {
            break
        }
        'litellm-proxy;help;config' {
            break
        }
        'litellm-proxy;help;version' {
            break
        }
        'litellm-proxy;help;completions' {
            break
        }
        'litellm-proxy;help;man' {
            break
        }
        'litellm-proxy;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
