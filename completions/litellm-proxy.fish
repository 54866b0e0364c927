# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_litellm_proxy_global_optspecs
    string join \n v/version base-url= api-key= auth-header= ca-cert= timeout= format= color= debug curl h/help
end

function __fish_litellm_proxy_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_litellm_proxy_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_litellm_proxy_using_subcommand
    set -l cmd (__fish_litellm_proxy_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -s v -s V -l version -d 'Print the client\'s and the server\'s version'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "models" -d 'Manage models and their deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "model-groups" -d 'Manage model groups, the deployments that share a name'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "credentials" -d 'Manage provider credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "keys" -d 'Manage virtual keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "users" -d 'Manage users'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "teams" -d 'Manage teams, their members and models'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "organizations" -d 'Manage organizations, which hold teams and users (licensed on newer servers)'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "budgets" -d 'Manage budgets that several share, and see what stops a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "customers" -d 'Manage customers, the end users whom requests name'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "access-groups" -d 'Manage access groups, names that stand for sets of models'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "spend" -d 'Show who spent what'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "chat" -d 'Talk to a model'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "http" -d 'Send requests of your own'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "sandbox" -d 'Run a LiteLLM proxy of your own, to try things and to test scripts against'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "login" -d 'Log in to the server in a browser, or keep a key for it'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "logout" -d 'End the login, on the server where it can be'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "whoami" -d 'Show who you are to the server, and with which key'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "auth" -d 'Give out the key of a login, and list logins'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "config" -d 'Manage settings in ~/.litellm/config.json'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "version" -d 'Print the client\'s and the server\'s version'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "completions" -d 'Print a shell\'s completions'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "man" -d 'Print the manual page, or write all of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "list" -d 'List the models that the key may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "info" -d 'Show deployments with their upstream models, prices and ids'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "add" -d 'Add a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "get" -d 'Show one deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "delete" -d 'Delete a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "update" -d 'Change parameters and information of a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "import" -d 'Add the deployments of a YAML file'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l columns -d 'Columns of the table, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l name -d 'Only deployments of this name' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l id -d 'Only the deployment of this id' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -s p -l param -d 'Parameter for the provider (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -s i -l info -d 'Information about the model (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l access-group -d 'Access group to put it into (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l id -d 'Id of the deployment' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l name -d 'Name of the model; of several deployments the first is shown' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l name -d 'Name of the model, in place of an id; of several deployments none is deleted' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l all -d 'Delete all deployments of the name'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -s p -l param -d 'Parameter for the provider to set (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -s i -l info -d 'Information about the model to set (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l access-group -d 'Access group to put it into, beside those it is in (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l only-models-matching-regex -d 'Only models whose litellm_params.model matches' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l only-access-groups-matching-regex -d 'Only models with an entry of model_info.access_groups that matches' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l on-conflict -d 'With a model that is there already: create another, skip it, or update it' -r -f -a "create\t'Add another deployment'
skip\t'Leave it as it is'
update\t'Set the file\'s parameters and information on it'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l concurrency -d 'How many requests are under way at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l dry-run -d 'Show what would be imported, without a request to the server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l fail-fast -d 'Stop at the first failure'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the models that the key may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show deployments with their upstream models, prices and ids'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change parameters and information of a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add the deployments of a YAML file'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -f -a "list" -d 'List the model groups that the key may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -f -a "info" -d 'Show a model group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -f -a "create" -d 'Make a model group of several deployments, all or none of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -f -a "delete" -d 'Delete a model group, with all its deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l model -d 'Deployment of the group (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the model groups that the key may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show a model group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from help" -f -a "create" -d 'Make a model group of several deployments, all or none of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a model group, with all its deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -f -a "list" -d 'List credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -f -a "create" -d 'Create a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -f -a "get" -d 'Show a credential, its values masked by the server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -f -a "update" -d 'Change a credential\'s information, values or label'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -f -a "delete" -d 'Delete a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l info -d 'What it is, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l values -d 'Its secrets, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l display-name -d 'Label for the server\'s web pages (newer servers)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l info -d 'Information to set, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l values -d 'Secrets to set, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l display-name -d 'New label for the server\'s web pages (newer servers)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l clear-display-name -d 'Remove the label (newer servers)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "list" -d 'List credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show a credential, its values masked by the server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a credential\'s information, values or label'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "list" -d 'List keys, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "generate" -d 'Generate a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "update" -d 'Change a key: what is named is set, all else stays'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "block" -d 'Block keys until they are unblocked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "unblock" -d 'Let blocked keys be used again'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "reset-spend" -d 'Set what a key has spent back to zero, or to less than it is'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "regenerate" -d 'Give a key a new secret in place of its own (licensed)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "delete" -d 'Delete keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "info" -d 'Show what is known of a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "rotate" -d 'Put a new key in the place of one, so that none is lost'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "aliases" -d 'List the aliases of all keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "can-use" -d 'Tell whether a key may call a model, and why'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "audit" -d 'Find keys that need care: expired, unused, over budget, orphaned'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "import" -d 'Make keys like those of another server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate update block unblock reset-spend regenerate delete info rotate aliases can-use audit import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l page -d 'Only this page, from 1' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l size -d 'Keys to a page, 1 to 100 [default: 10]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l user-id -d 'Only keys of this user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l team-id -d 'Only keys of this team' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l organization-id -d 'Only keys of this organization' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l key-hash -d 'Only the key of this hash' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l key-alias -d 'Only the key of this alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l status -d 'Only keys in this state: active, expired, revoked or deleted' -r -f -a "active\t''
expired\t''
revoked\t''
deleted\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l sort-by -d 'Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]' -r -f -a "spend\t''
max_budget\t''
created_at\t''
updated_at\t''
token\t''
key_alias\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l sort-order -d 'Direction of the order: asc or desc' -r -f -a "asc\t''
desc\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l columns -d 'Columns of the table, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l return-full-object -d 'List full objects, which is what is always done'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l include-team-keys -d 'List the keys of the own teams too'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l models -d 'Models and access groups that it may call, separated by commas [default: all]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l aliases -d 'Names that stand for other models, as a JSON object' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l spend -d 'Dollars that count as spent already; the limit is --max-budget' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l duration -d 'How long it lives, such as 24h or 7d [default: for ever]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l key-alias -d 'Name for the key, unique on the server' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l team-id -d 'Its team, by id or alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l user-id -d 'Id of its user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l budget-id -d 'Id of its budget' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l config -d 'The key\'s `config`, as a JSON object' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l metadata -d 'Anything to keep with it, as a JSON object' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l key -d 'The key itself, instead of one that the server makes up; @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l tags -d 'Tags, separated by commas (licensed)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l output-file -d 'Write the key to a new file with mode 0600 instead of printing it' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l blocked -d 'Make it blocked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l models -d 'Models and access groups that it may call from now on, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l add-model -d 'Model or access group that it may call too (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l remove-model -d 'Model or access group that it may call no more (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l aliases -d 'Names that stand for other models, as a JSON object' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l duration -d 'How long it lives from now, such as 24h or 7d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l metadata -d 'Anything to keep with it, as a JSON object, in place of all that there was' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l team-id -d 'Id or alias of its team' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l user-id -d 'Id of its user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l key-alias -d 'New name for it, unique on the server' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l budget-id -d 'Id of its budget' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l unset -d 'Field to empty (can be repeated)' -r -f -a "access_group_ids\t''
aliases\t''
allowed_cache_controls\t''
allowed_routes\t''
budget_duration\t''
budget_fallbacks\t''
budget_id\t''
budget_limits\t''
config\t''
duration\t''
enforced_params\t''
expires\t''
guardrails\t''
key_alias\t''
max_budget\t''
max_parallel_requests\t''
mcp_rpm_limit\t''
metadata\t''
model_max_budget\t''
model_rpm_limit\t''
model_tpm_limit\t''
models\t''
permissions\t''
policies\t''
prompts\t''
router_settings\t''
rotation_interval\t''
rpm_limit\t''
soft_budget\t''
tag_rpm_limit\t''
tags\t''
team_id\t''
tpd_limit\t''
tpm_limit\t''
user_id\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l concurrency -d 'How many requests are under way at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l fail-fast -d 'Stop at the first failure'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l concurrency -d 'How many requests are under way at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l fail-fast -d 'Stop at the first failure'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from unblock" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l to -d 'Dollars that count as spent from now on, no more than do now' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from reset-spend" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l new-key -d 'The new secret itself, instead of one that the server makes up; @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l grace-period -d 'How long the old secret lives on, such as 24h (newer servers)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l output-file -d 'Write the key to a new file with mode 0600 instead of printing it' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from regenerate" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l keys -d 'Keys, their hashes or aliases, separated by commas, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l key-aliases -d 'Aliases of keys, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l key -d 'The key or its hash, @FILE or @-; only the hash is sent' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l key-alias -d 'Alias of the key' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l grace -d 'How long the old key stays good: 30m, 24h, 7d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l output-file -d 'Write the new key to a new file with mode 0600 instead of printing it' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l resume -d 'Finish the rotations of this server that were interrupted'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l delete-old -d 'Delete the old key as soon as the new one works'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from aliases" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from can-use" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l only -d 'Look for this kind alone (can be repeated, or separated by commas)' -r -f -a "expired\t''
no-expiry\t''
unused\t''
near-budget\t''
over-budget\t''
blocked\t''
orphaned-user\t''
orphaned-team\t''
unknown-model\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l fail-on -d 'Exit with code 1 when this kind is found, or any (can be repeated, or separated by commas)' -r -f -a "any\t''
expired\t''
no-expiry\t''
unused\t''
near-budget\t''
over-budget\t''
blocked\t''
orphaned-user\t''
orphaned-team\t''
unknown-model\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l unused-for -d 'After how long without use a key is unused, such as 90d or 12h' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l near -d 'Percent of its budget from which on a key is near it' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from audit" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l source-base-url -d 'URL of the server to read from' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l source-api-key -d 'API key for that server, or @FILE or @- to read it' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l created-since -d 'Only keys made at or after this time: 2026-01-31, 2026-01-31_14:30 (local time) or RFC 3339' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l output-file -d 'Write alias and new key as CSV to a new file with mode 0600' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l concurrency -d 'How many requests are under way at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l discard-secrets -d 'Do not keep the new secrets anywhere'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l fail-fast -d 'Stop at the first failure'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "list" -d 'List keys, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "generate" -d 'Generate a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a key: what is named is set, all else stays'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "block" -d 'Block keys until they are unblocked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "unblock" -d 'Let blocked keys be used again'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "reset-spend" -d 'Set what a key has spent back to zero, or to less than it is'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "regenerate" -d 'Give a key a new secret in place of its own (licensed)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show what is known of a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Put a new key in the place of one, so that none is lost'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "aliases" -d 'List the aliases of all keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "can-use" -d 'Tell whether a key may call a model, and why'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "audit" -d 'Find keys that need care: expired, unused, over budget, orphaned'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "import" -d 'Make keys like those of another server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "list" -d 'List users, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "get" -d 'Show a user, or the one behind the key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "create" -d 'Create a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "update" -d 'Change a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "invite" -d 'Invite a user to set a password, with a link'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "import" -d 'Create the users of a CSV file'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "delete" -d 'Delete users, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create update invite import delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l role -d 'Only users with this role, such as internal_user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l email -d 'Only users whose e-mail address holds this' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l team -d 'Only users of this team, by id or alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l page -d 'Only this page, from 1' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l page-size -d 'Users to a page, 1 to 100 [default: 25]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l id -d 'The user, by id or e-mail address; without it, the user behind the key' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l email -d 'E-mail address' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l role -d 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer [default: internal_user]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l team -d 'Team to join, by id or alias (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l max-budget -d 'Dollars that the user may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l no-key -d 'Do not make a virtual key along with the user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l email -d 'New e-mail address' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l role -d 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l models -d 'Models that the user may call, separated by commas, in place of those so far' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l max-budget -d 'Dollars that the user may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l metadata -d 'Anything to keep with the user, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l unset -d 'Limit to take away, such as max_budget (can be repeated)' -r -f -a "max_budget\t''
budget_duration\t''
tpm_limit\t''
rpm_limit\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from invite" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l on-conflict -d 'With a user who is there already: skip, fail, or update' -r -f -a "skip\t'Leave the user as it is'
fail\t'Count it as a failure'
update\t'Set the file\'s fields on it, and add it to the file\'s teams'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l with-keys -d 'Make a key for each new user, and write e-mail and key as CSV to a new file with mode 0600' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l concurrency -d 'How many requests are under way at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l dry-run -d 'Look at what is there, show what would become of each row, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l fail-fast -d 'Stop at the first failure'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "list" -d 'List users, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show a user, or the one behind the key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "invite" -d 'Invite a user to set a password, with a link'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "import" -d 'Create the users of a CSV file'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete users, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "list" -d 'List teams, for those who are no admins their own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "info" -d 'Show a team, its members and keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "create" -d 'Create a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "update" -d 'Change a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "delete" -d 'Delete teams, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "block" -d 'Block a team, and with it all of its keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "unblock" -d 'Let a blocked team work again'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "members" -d 'Manage who is in a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "models" -d 'Manage which models a team may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "available" -d 'List teams that may be joined'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "assign-key" -d 'Assign keys to a team, the own one unless others are named'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list info create update delete block unblock members models available assign-key help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l alias -d 'Only teams whose alias holds this' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l user-id -d 'Only teams of this user, by id or e-mail address' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l organization-id -d 'Only teams of this organization, by id or alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l page -d 'Only this page, from 1' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l page-size -d 'Teams to a page, 1 to 100 [default: 10]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l team-id -d 'Id of the team; without it, the server makes one up' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l member -d 'User id or e-mail address of a member (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l admin -d 'User id or e-mail address of an admin of the team (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l team-alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l models -d 'Models and access groups that it may call, separated by commas [default: all]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l organization-id -d 'Organization that it belongs to, by id or alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l metadata -d 'Anything to keep with it, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l team-alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l models -d 'Models and access groups that it may call, separated by commas [default: all]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l organization-id -d 'Organization that it belongs to, by id or alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l metadata -d 'Anything to keep with it, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l unset -d 'Field to empty, such as max_budget (can be repeated)' -r -f -a "access_group_ids\t''
budget_duration\t''
budget_limits\t''
default_team_member_models\t''
max_budget\t''
metadata\t''
model_aliases\t''
model_rpm_limit\t''
model_tpm_limit\t''
models\t''
organization_id\t''
router_settings\t''
rpm_limit\t''
soft_budget\t''
team_alias\t''
team_member_budget\t''
team_member_budget_duration\t''
team_member_rpm_limit\t''
team_member_tpm_limit\t''
tpd_limit\t''
tpm_limit\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from unblock" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -f -a "list" -d 'List members, with their spend and limits in the team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -f -a "add" -d 'Add members'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -f -a "update" -d 'Change a member\'s role or limits in the team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -f -a "remove" -d 'Remove members, and their keys of the team with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from members" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -f -a "list" -d 'List the models and access groups that a team may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -f -a "add" -d 'Let a team call more models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -f -a "remove" -d 'Take models from a team, but not the last'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from models" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l team-id -d 'The same team, as an option' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "list" -d 'List teams, for those who are no admins their own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show a team, its members and keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete teams, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "block" -d 'Block a team, and with it all of its keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "unblock" -d 'Let a blocked team work again'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "members" -d 'Manage who is in a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "models" -d 'Manage which models a team may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "available" -d 'List teams that may be joined'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "assign-key" -d 'Assign keys to a team, the own one unless others are named'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "list" -d 'List organizations'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "info" -d 'Show an organization, with its members and teams'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "create" -d 'Create an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "update" -d 'Change an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "delete" -d 'Delete organizations'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "members" -d 'Add, change and remove members of an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and not __fish_seen_subcommand_from list info create update delete members help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l organization-id -d 'Id of the organization; the server makes one up where none is given' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l budget-id -d 'Id of a budget to have, in place of limits of its own' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l models -d 'Models that it may call, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l metadata -d 'Anything to keep with it, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l organization-alias -d 'New name' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l models -d 'Models that it may call, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l metadata -d 'Anything to keep with it, as a JSON object, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -f -a "add" -d 'Add a user to an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -f -a "update" -d 'Change what a member is and may spend'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -f -a "remove" -d 'Remove a member; the user stays'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from members" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "list" -d 'List organizations'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show an organization, with its members and teams'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete organizations'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "members" -d 'Add, change and remove members of an organization'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand organizations; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "list" -d 'List budgets, those of single teams and customers included'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "info" -d 'Show a budget'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "create" -d 'Create a budget for keys and others to share'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "update" -d 'Change a budget, for all who share it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "delete" -d 'Delete a budget; those who share it are left without'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "why" -d 'Show every limit that can stop a key, and how to lift the tightest'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and not __fish_seen_subcommand_from list info create update delete why help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l max-budget -d 'Dollars that may be spent, by each who has the budget' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l budget-reset-at -d 'When it first does, as an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l model-max-budget -d 'A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l max-budget -d 'Dollars that may be spent, by each who has the budget' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l budget-reset-at -d 'When it first does, as an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l model-max-budget -d 'A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l unset -d 'Field to empty, such as max_budget: no limit any more (can be repeated)' -r -f -a "max_budget\t''
soft_budget\t''
budget_duration\t''
budget_reset_at\t''
tpm_limit\t''
rpm_limit\t''
max_parallel_requests\t''
model_max_budget\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l customer -d 'Customer whom requests would name' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from why" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "list" -d 'List budgets, those of single teams and customers included'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show a budget'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a budget for keys and others to share'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a budget, for all who share it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a budget; those who share it are left without'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "why" -d 'Show every limit that can stop a key, and how to lift the tightest'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand budgets; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "list" -d 'List customers'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "info" -d 'Show a customer, with budget and spend'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "create" -d 'Create a customer'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "update" -d 'Change a customer'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "delete" -d 'Delete customers'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "block" -d 'Mark a customer as blocked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "unblock" -d 'Take the mark away (newer servers)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and not __fish_seen_subcommand_from list info create update delete block unblock help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l max-budget -d 'Dollars that the customer may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l budget-id -d 'Id of a budget to share, in place of limits of its own' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l models -d 'Models that the customer may call, separated by commas (newer servers) [default: all]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l default-model -d 'Model for requests that cannot have the one they ask for' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l allowed-model-region -d 'Allow models of one region alone: eu or us' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l tpm-limit -d 'Tokens per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l rpm-limit -d 'Requests per minute' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l max-parallel-requests -d 'Requests at a time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l max-budget -d 'Dollars that the customer may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l budget-id -d 'Id of a budget to share, in place of limits of its own' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l models -d 'Models that the customer may call, separated by commas (newer servers) [default: all]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l default-model -d 'Model for requests that cannot have the one they ask for' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l allowed-model-region -d 'Allow models of one region alone: eu or us' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l param -d 'Any other field (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from unblock" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "list" -d 'List customers'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show a customer, with budget and spend'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a customer'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a customer'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete customers'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "block" -d 'Mark a customer as blocked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "unblock" -d 'Take the mark away (newer servers)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand customers; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -f -a "list" -d 'List access groups'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -f -a "info" -d 'Show an access group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -f -a "create" -d 'Create an access group of models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -f -a "update" -d 'Change the models of an access group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -f -a "delete" -d 'Delete an access group, not its models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and not __fish_seen_subcommand_from list info create update delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l models -d 'Models to put into it, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l models -d 'Models that it holds from now on, separated by commas' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l add-model -d 'Models to put into it, beside those it holds, separated by commas (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l remove-model -d 'Models to take out of it, separated by commas (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask; without a terminal nothing is asked anyway'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from help" -f -a "list" -d 'List access groups'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show an access group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create an access group of models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change the models of an access group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete an access group, not its models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand access-groups; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "keys" -d 'Show what was spent with each key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "users" -d 'Show what each user spent'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "teams" -d 'Show what each team spent'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "models" -d 'Show what was spent on each model, by its public name'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "tags" -d 'Show what was spent under each tag of requests'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "customers" -d 'Show what was spent for each customer'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "trend" -d 'Show what was spent day by day'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "total" -d 'Show what the whole server spent in the last 30 days'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "logs" -d 'List single requests, the newest last'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and not __fish_seen_subcommand_from keys users teams models tags customers trend total logs help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l top -d 'Only so many of them, the greatest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l sort -d 'What is greatest, and drawn: spend, requests or tokens' -r -f -a "spend\t''
requests\t''
tokens\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from keys" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l top -d 'Only so many of them, the greatest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l sort -d 'What is greatest, and drawn: spend, requests or tokens' -r -f -a "spend\t''
requests\t''
tokens\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from users" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l top -d 'Only so many of them, the greatest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l sort -d 'What is greatest, and drawn: spend, requests or tokens' -r -f -a "spend\t''
requests\t''
tokens\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from teams" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l top -d 'Only so many of them, the greatest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l sort -d 'What is greatest, and drawn: spend, requests or tokens' -r -f -a "spend\t''
requests\t''
tokens\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from models" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l top -d 'Only so many of them, the greatest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l sort -d 'What is greatest, and drawn: spend, requests or tokens' -r -f -a "spend\t''
requests\t''
tokens\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from tags" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l top -d 'Only so many of them, the greatest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l sort -d 'What is greatest, and drawn: spend, requests or tokens' -r -f -a "spend\t''
requests\t''
tokens\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from customers" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l since -d 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l until -d 'Last day, in the same forms; it is included [default: today in UTC]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l by -d 'What a row is: a day, or what a day had of a model' -r -f -a "day\t''
model\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from trend" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from total" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l since -d 'Begun at this time or later: 90m, 24h, 7d or 12w ago, 2026-11-01 (a day in UTC), or RFC 3339 [default: 1h]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l until -d 'Begun at this time or before, in the same forms; a day is included whole [default: now]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l key -d 'Only requests with this key: the key, its hash or alias, @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l user -d 'Only requests of this user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l team -d 'Only requests of this team, by id or alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l model -d 'Only requests for this model, by its public name' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l status -d 'Only requests that ended so: success or failure' -r -f -a "success\t''
failure\t''"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l request-id -d 'Only the request of this id, whenever it was, unless --since is given too' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l limit -d 'Only so many, the newest' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l interval -d 'Seconds between two looks for new requests [default: 3]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Go on with new requests as they come'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "keys" -d 'Show what was spent with each key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "users" -d 'Show what each user spent'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "teams" -d 'Show what each team spent'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "models" -d 'Show what was spent on each model, by its public name'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "tags" -d 'Show what was spent under each tag of requests'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "customers" -d 'Show what was spent for each customer'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "trend" -d 'Show what was spent day by day'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "total" -d 'Show what the whole server spent in the last 30 days'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "logs" -d 'List single requests, the newest last'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand spend; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -f -a "completions" -d 'Complete a conversation'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -s m -l message -d 'Message (can be repeated to make a conversation)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -s t -l temperature -d 'Sampling temperature, 0 to 2' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l top-p -d 'Nucleus sampling, 0 to 1' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l n -d 'How many answers' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l max-tokens -d 'Tokens to generate at most' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l presence-penalty -d 'Presence penalty, -2 to 2' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l frequency-penalty -d 'Frequency penalty, -2 to 2' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l user -d 'End user on whose behalf it is' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l stream -d 'Print the answer as it comes, which is the default on a terminal'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l no-stream -d 'Print the answer when it is complete'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "completions" -d 'Complete a conversation'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -f -a "request" -d 'Send a request to any endpoint'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -s d -l data -d 'Body: JSON is sent as JSON, anything else as it is; @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -s j -l json -d 'Body, as JSON; @FILE or @-' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -s H -l header -d 'Header (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l output-file -d 'Write the answer\'s bytes to this file' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l include -d 'Print the status line and the headers first'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l dry-run -d 'Print the requests that would be sent, and change nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from help" -f -a "request" -d 'Send a request to any endpoint'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -f -a "start" -d 'Start a sandbox that listens until it is stopped'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -f -a "stop" -d 'Stop a sandbox'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -f -a "status" -d 'Show the sandboxes that are running'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -f -a "exec" -d 'Run a command with a sandbox of its own, which is gone when the command ends'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -f -a "shell" -d 'Open a shell with a sandbox of its own, which is gone when the shell ends'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and not __fish_seen_subcommand_from start stop status exec shell help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l port -d 'Port to listen on; 0 takes a free one' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l host -d 'Address to listen on; beyond this machine only with a master key of your own' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l db -d 'Database file, or :memory: to keep nothing [default: in your data directory, one for each port]' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l config -d 'A LiteLLM config.yaml: its models, master key and rules for keys' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l master-key -d 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l fault -d 'Let requests fail: \'POST /key/generate=500:1\', \'* /team/*=drop\', \'GET /models=200ms\'' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l record -d 'Write each request to this file, a JSON object on each line' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l detach -d 'Leave it running in the background'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l port -d 'The one that listens on this port [default: the only one]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l port -d 'The one that listens on this port [default: the only one]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l config -d 'A LiteLLM config.yaml: its models, master key and rules for keys' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l master-key -d 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l fault -d 'Let requests fail: \'POST /key/generate=500:1\', \'* /team/*=drop\', \'GET /models=200ms\'' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l record -d 'Write each request to this file, a JSON object on each line' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l config -d 'A LiteLLM config.yaml: its models, master key and rules for keys' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l master-key -d 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l fault -d 'Let requests fail: \'POST /key/generate=500:1\', \'* /team/*=drop\', \'GET /models=200ms\'' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l record -d 'Write each request to this file, a JSON object on each line' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from shell" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start a sandbox that listens until it is stopped'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop a sandbox'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show the sandboxes that are running'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "exec" -d 'Run a command with a sandbox of its own, which is gone when the command ends'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "shell" -d 'Open a shell with a sandbox of its own, which is gone when the shell ends'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l team -d 'Team that the key is for, by id or alias, instead of choosing one' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l pkce -d 'Use PKCE: the login is renewed by itself, where the server offers it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l no-pkce -d 'Do not use PKCE, whatever the settings say'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l no-browser -d 'Open no browser, only show the URL'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l with-key -d 'Keep a key that you have, read from --api-key, standard input or a prompt'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l all -d 'End the logins of all servers'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l check -d 'Ask the server whether it accepts the key [default: on a terminal]'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l no-check -d 'Do not ask the server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -f -a "print-token" -d 'Print the key that commands use, renewed if need be'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -f -a "list" -d 'List the logins that are kept, the latest first'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "print-token" -d 'Print the key that commands use, renewed if need be'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the logins that are kept, the latest first'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "get" -d 'Show a setting, or all of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "set" -d 'Set a setting'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "unset" -d 'Remove a setting'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show a setting, or all of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a setting'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "unset" -d 'Remove a setting'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l dir -d 'Write a page for each command into this directory' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l curl -d 'Print the request as a curl command instead of sending it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "models" -d 'Manage models and their deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "model-groups" -d 'Manage model groups, the deployments that share a name'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "credentials" -d 'Manage provider credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "keys" -d 'Manage virtual keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "users" -d 'Manage users'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "teams" -d 'Manage teams, their members and models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "organizations" -d 'Manage organizations, which hold teams and users (licensed on newer servers)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "budgets" -d 'Manage budgets that several share, and see what stops a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "customers" -d 'Manage customers, the end users whom requests name'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "access-groups" -d 'Manage access groups, names that stand for sets of models'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "spend" -d 'Show who spent what'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "chat" -d 'Talk to a model'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "http" -d 'Send requests of your own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "sandbox" -d 'Run a LiteLLM proxy of your own, to try things and to test scripts against'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "login" -d 'Log in to the server in a browser, or keep a key for it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "logout" -d 'End the login, on the server where it can be'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "whoami" -d 'Show who you are to the server, and with which key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "auth" -d 'Give out the key of a login, and list logins'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "config" -d 'Manage settings in ~/.litellm/config.json'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "version" -d 'Print the client\'s and the server\'s version'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "completions" -d 'Print a shell\'s completions'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "man" -d 'Print the manual page, or write all of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams organizations budgets customers access-groups spend chat http sandbox login logout whoami auth config version completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
