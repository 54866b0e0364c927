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
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "models" -d 'Manage models and their deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "model-groups" -d 'Manage model groups, the deployments that share a name'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "credentials" -d 'Manage provider credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "keys" -d 'Manage virtual keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "users" -d 'Manage users'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "teams" -d 'Show teams, and assign keys to them'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "chat" -d 'Talk to a model'
complete -c litellm-proxy -n "__fish_litellm_proxy_needs_command" -f -a "http" -d 'Send requests of your own'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and not __fish_seen_subcommand_from list info add get delete update import help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -s p -l param -d 'Parameter for the provider (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -s i -l info -d 'Information about the model (can be repeated)' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from add" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -s p -l param -d 'Parameter for the provider to set (can be repeated)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -s i -l info -d 'Information about the model to set (can be repeated)' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand models; and __fish_seen_subcommand_from import" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and not __fish_seen_subcommand_from list info create delete help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand model-groups; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and not __fish_seen_subcommand_from list create get update delete help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from update" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "list" -d 'List credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show a credential, its values masked by the server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a credential\'s information, values or label'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -f -a "list" -d 'List keys, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -f -a "generate" -d 'Generate a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -f -a "delete" -d 'Delete keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -f -a "info" -d 'Show what is known of a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -f -a "import" -d 'Make keys like those of another server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and not __fish_seen_subcommand_from list generate delete info import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l page -d 'Only this page, from 1' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l size -d 'Keys to a page, 1 to 100 [default: 10]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l user-id -d 'Only keys of this user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l team-id -d 'Only keys of this team' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l organization-id -d 'Only keys of this organization' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l key-hash -d 'Only the key of this hash' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l key-alias -d 'Only the key of this alias' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l status -d 'Only keys in this state: active, expired, revoked or deleted (older servers know deleted alone)' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l sort-by -d 'Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l sort-order -d 'Direction of the order: asc or desc' -r -f -a "asc\t''
desc\t''"
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l models -d 'Models and access groups that it may call, separated by commas [default: all]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l aliases -d 'Names that stand for other models, as a JSON object' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l spend -d 'Dollars that count as spent already; the limit is --max-budget' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l max-budget -d 'Dollars that it may spend' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l budget-duration -d 'After how long the spend starts again from zero, such as 30d' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l soft-budget -d 'Dollars at which the server warns' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l duration -d 'How long it lives, such as 24h or 7d [default: for ever]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l key-alias -d 'Name for the key, unique on the server' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l team-id -d 'Id of its team' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from generate" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l keys -d 'Keys or their hashes, separated by commas, @FILE or @-' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "list" -d 'List keys, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "generate" -d 'Generate a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show what is known of a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "import" -d 'Make keys like those of another server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -f -a "list" -d 'List users, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -f -a "get" -d 'Show a user, or the one behind the key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -f -a "create" -d 'Create a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -f -a "delete" -d 'Delete users, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and not __fish_seen_subcommand_from list get create delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l role -d 'Only users with this role, such as internal_user' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l email -d 'Only users whose e-mail address holds this' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l team -d 'Only users of the team of this id' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l id -d 'Id of the user; without it, the user behind the key' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l email -d 'E-mail address' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l role -d 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l alias -d 'Name to show' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l team -d 'Id of a team to join (can be repeated)' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "list" -d 'List users, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show a user, or the one behind the key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete users, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l base-url -d 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l api-key -d 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l auth-header -d 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l ca-cert -d 'Certificate authorities to trust beside the system\'s, in PEM' -r -F
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l timeout -d 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]' -r -f
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l format -d 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]' -r -f -a "table\t'For people'
json\t'The server\'s own JSON, indented'
yaml\t'The same as YAML'
csv\t'Comma-separated, with a header line'
ndjson\t'One JSON object a line'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l color -d 'When to use colours: auto, always or never' -r -f -a "auto\t'On a terminal that shows them, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -f -a "list" -d 'List teams, for those who are no admins their own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -f -a "available" -d 'List teams that may be joined'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -f -a "assign-key" -d 'Assign the own key to a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and not __fish_seen_subcommand_from list available assign-key help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from available" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l team-id -d 'Id of the team; without it, one is chosen on the terminal' -r -f
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from assign-key" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "list" -d 'List teams, for those who are no admins their own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "available" -d 'List teams that may be joined'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "assign-key" -d 'Assign the own key to a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand teams; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and not __fish_seen_subcommand_from completions help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand chat; and __fish_seen_subcommand_from completions" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and not __fish_seen_subcommand_from request help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l dry-run -d 'Print the requests that would be sent, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l debug -d 'Show each request and answer on stderr, secrets masked'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from request" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from help" -f -a "request" -d 'Send a request to any endpoint'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand http; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand login" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand logout" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand whoami" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and not __fish_seen_subcommand_from print-token list help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from print-token" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand auth; and __fish_seen_subcommand_from list" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from get" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from set" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand config; and __fish_seen_subcommand_from unset" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand version" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand completions" -l curl -d 'Print the request as a curl command, and send nothing'
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
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -l curl -d 'Print the request as a curl command, and send nothing'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand man" -s h -l help -d 'Print help'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "models" -d 'Manage models and their deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "model-groups" -d 'Manage model groups, the deployments that share a name'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "credentials" -d 'Manage provider credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "keys" -d 'Manage virtual keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "users" -d 'Manage users'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "teams" -d 'Show teams, and assign keys to them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "chat" -d 'Talk to a model'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "http" -d 'Send requests of your own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "login" -d 'Log in to the server in a browser, or keep a key for it'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "logout" -d 'End the login, on the server where it can be'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "whoami" -d 'Show who you are to the server, and with which key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "auth" -d 'Give out the key of a login, and list logins'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "config" -d 'Manage settings in ~/.litellm/config.json'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "version" -d 'Print the client\'s and the server\'s version'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "completions" -d 'Print a shell\'s completions'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "man" -d 'Print the manual page, or write all of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and not __fish_seen_subcommand_from models model-groups credentials keys users teams chat http login logout whoami auth config version completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "list" -d 'List the models that the key may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "info" -d 'Show deployments with their upstream models, prices and ids'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "add" -d 'Add a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "get" -d 'Show one deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "delete" -d 'Delete a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "update" -d 'Change parameters and information of a deployment'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "import" -d 'Add the deployments of a YAML file'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from model-groups" -f -a "list" -d 'List the model groups that the key may call'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from model-groups" -f -a "info" -d 'Show a model group'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from model-groups" -f -a "create" -d 'Make a model group of several deployments, all or none of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from model-groups" -f -a "delete" -d 'Delete a model group, with all its deployments'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "list" -d 'List credentials'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "create" -d 'Create a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "get" -d 'Show a credential, its values masked by the server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "update" -d 'Change a credential\'s information, values or label'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "delete" -d 'Delete a credential'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "list" -d 'List keys, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "generate" -d 'Generate a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "delete" -d 'Delete keys'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "info" -d 'Show what is known of a key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "import" -d 'Make keys like those of another server'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "list" -d 'List users, all of them unless a page is asked for'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "get" -d 'Show a user, or the one behind the key'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "create" -d 'Create a user'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "delete" -d 'Delete users, and their keys with them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from teams" -f -a "list" -d 'List teams, for those who are no admins their own'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from teams" -f -a "available" -d 'List teams that may be joined'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from teams" -f -a "assign-key" -d 'Assign the own key to a team'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "completions" -d 'Complete a conversation'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from http" -f -a "request" -d 'Send a request to any endpoint'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "print-token" -d 'Print the key that commands use, renewed if need be'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "list" -d 'List the logins that are kept, the latest first'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "get" -d 'Show a setting, or all of them'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "set" -d 'Set a setting'
complete -c litellm-proxy -n "__fish_litellm_proxy_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "unset" -d 'Remove a setting'
