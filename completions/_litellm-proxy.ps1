
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Manage models and their deployments')
            [CompletionResult]::new('model-groups', 'model-groups', [CompletionResultType]::ParameterValue, 'Manage model groups, the deployments that share a name')
            [CompletionResult]::new('credentials', 'credentials', [CompletionResultType]::ParameterValue, 'Manage provider credentials')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Manage virtual keys')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Manage users')
            [CompletionResult]::new('teams', 'teams', [CompletionResultType]::ParameterValue, 'Show teams, and assign keys to them')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to a model')
            [CompletionResult]::new('http', 'http', [CompletionResultType]::ParameterValue, 'Send requests of your own')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;add' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Parameter for the provider (can be repeated)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Parameter for the provider (can be repeated)')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Information about the model (can be repeated)')
            [CompletionResult]::new('--info', '--info', [CompletionResultType]::ParameterName, 'Information about the model (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;models;update' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Parameter for the provider to set (can be repeated)')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Parameter for the provider to set (can be repeated)')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Information about the model to set (can be repeated)')
            [CompletionResult]::new('--info', '--info', [CompletionResultType]::ParameterName, 'Information about the model to set (can be repeated)')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List keys, all of them unless a page is asked for')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Generate a key')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete keys')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is known of a key')
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
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only keys in this state: active, expired, revoked or deleted (older servers know deleted alone)')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]')
            [CompletionResult]::new('--sort-order', '--sort-order', [CompletionResultType]::ParameterName, 'Direction of the order: asc or desc')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'Id of its team')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;delete' {
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Keys or their hashes, separated by commas, @FILE or @-')
            [CompletionResult]::new('--key-aliases', '--key-aliases', [CompletionResultType]::ParameterName, 'Aliases of keys, separated by commas')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;keys;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List keys, all of them unless a page is asked for')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Generate a key')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete keys')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is known of a key')
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
        'litellm-proxy;keys;help;delete' {
            break
        }
        'litellm-proxy;keys;help;info' {
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List users, all of them unless a page is asked for')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a user, or the one behind the key')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a user')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete users, and their keys with them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;users;list' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Only users with this role, such as internal_user')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'Only users whose e-mail address holds this')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Only users of the team of this id')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;get' {
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Id of the user; without it, the user behind the key')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;create' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'E-mail address')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer')
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Name to show')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Id of a team to join (can be repeated)')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;users;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List users, all of them unless a page is asked for')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a user, or the one behind the key')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a user')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List teams, for those who are no admins their own')
            [CompletionResult]::new('available', 'available', [CompletionResultType]::ParameterValue, 'List teams that may be joined')
            [CompletionResult]::new('assign-key', 'assign-key', [CompletionResultType]::ParameterValue, 'Assign the own key to a team')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;list' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;assign-key' {
            [CompletionResult]::new('--team-id', '--team-id', [CompletionResultType]::ParameterName, 'Id of the team; without it, one is chosen on the terminal')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'litellm-proxy;teams;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List teams, for those who are no admins their own')
            [CompletionResult]::new('available', 'available', [CompletionResultType]::ParameterValue, 'List teams that may be joined')
            [CompletionResult]::new('assign-key', 'assign-key', [CompletionResultType]::ParameterValue, 'Assign the own key to a team')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'litellm-proxy;teams;help;list' {
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
        'litellm-proxy;chat' {
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]')
            [CompletionResult]::new('--auth-header', '--auth-header', [CompletionResultType]::ParameterName, 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Certificate authorities to trust beside the system''s, in PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours: auto, always or never')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests that would be sent, and send nothing')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Show each request and answer on stderr, secrets masked')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print the request as a curl command, and send nothing')
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
            [CompletionResult]::new('teams', 'teams', [CompletionResultType]::ParameterValue, 'Show teams, and assign keys to them')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to a model')
            [CompletionResult]::new('http', 'http', [CompletionResultType]::ParameterValue, 'Send requests of your own')
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
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models that the key may call')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show deployments with their upstream models, prices and ids')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a deployment')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one deployment')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a deployment')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change parameters and information of a deployment')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the deployments of a YAML file')
            break
        }
        'litellm-proxy;help;models;list' {
            break
        }
        'litellm-proxy;help;models;info' {
            break
        }
        'litellm-proxy;help;models;add' {
            break
        }
        'litellm-proxy;help;models;get' {
            break
        }
        'litellm-proxy;help;models;delete' {
            break
        }
        'litellm-proxy;help;models;update' {
            break
        }
        'litellm-proxy;help;models;import' {
            break
        }
        'litellm-proxy;help;model-groups' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the model groups that the key may call')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show a model group')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a model group of several deployments, all or none of them')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a model group, with all its deployments')
            break
        }
        'litellm-proxy;help;model-groups;list' {
            break
        }
        'litellm-proxy;help;model-groups;info' {
            break
        }
        'litellm-proxy;help;model-groups;create' {
            break
        }
        'litellm-proxy;help;model-groups;delete' {
            break
        }
        'litellm-proxy;help;credentials' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List credentials')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a credential')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a credential, its values masked by the server')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a credential''s information, values or label')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a credential')
            break
        }
        'litellm-proxy;help;credentials;list' {
            break
        }
        'litellm-proxy;help;credentials;create' {
            break
        }
        'litellm-proxy;help;credentials;get' {
            break
        }
        'litellm-proxy;help;credentials;update' {
            break
        }
        'litellm-proxy;help;credentials;delete' {
            break
        }
        'litellm-proxy;help;keys' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List keys, all of them unless a page is asked for')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Generate a key')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete keys')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show what is known of a key')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make keys like those of another server')
            break
        }
        'litellm-proxy;help;keys;list' {
            break
        }
        'litellm-proxy;help;keys;generate' {
            break
        }
        'litellm-proxy;help;keys;delete' {
            break
        }
        'litellm-proxy;help;keys;info' {
            break
        }
        'litellm-proxy;help;keys;import' {
            break
        }
        'litellm-proxy;help;users' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List users, all of them unless a page is asked for')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a user, or the one behind the key')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a user')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete users, and their keys with them')
            break
        }
        'litellm-proxy;help;users;list' {
            break
        }
        'litellm-proxy;help;users;get' {
            break
        }
        'litellm-proxy;help;users;create' {
            break
        }
        'litellm-proxy;help;users;delete' {
            break
        }
        'litellm-proxy;help;teams' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List teams, for those who are no admins their own')
            [CompletionResult]::new('available', 'available', [CompletionResultType]::ParameterValue, 'List teams that may be joined')
            [CompletionResult]::new('assign-key', 'assign-key', [CompletionResultType]::ParameterValue, 'Assign the own key to a team')
            break
        }
        'litellm-proxy;help;teams;list' {
            break
        }
        'litellm-proxy;help;teams;available' {
            break
        }
        'litellm-proxy;help;teams;assign-key' {
            break
        }
        'litellm-proxy;help;chat' {
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Complete a conversation')
            break
        }
        'litellm-proxy;help;chat;completions' {
            break
        }
        'litellm-proxy;help;http' {
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a request to any endpoint')
            break
        }
        'litellm-proxy;help;http;request' {
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
            [CompletionResult]::new('print-token', 'print-token', [CompletionResultType]::ParameterValue, 'Print the key that commands use, renewed if need be')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the logins that are kept, the latest first')
            break
        }
        'litellm-proxy;help;auth;print-token' {
            break
        }
        'litellm-proxy;help;auth;list' {
            break
        }
        'litellm-proxy;help;config' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a setting, or all of them')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a setting')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove a setting')
            break
        }
        'litellm-proxy;help;config;get' {
            break
        }
        'litellm-proxy;help;config;set' {
            break
        }
        'litellm-proxy;help;config;unset' {
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
