
use builtin;
use str;

set edit:completion:arg-completer[litellm-proxy] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'litellm-proxy'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'litellm-proxy'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand -v 'Print the client''s and the server''s version'
            cand -V 'Print the client''s and the server''s version'
            cand --version 'Print the client''s and the server''s version'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand models 'Manage models and their deployments'
            cand model-groups 'Manage model groups, the deployments that share a name'
            cand credentials 'Manage provider credentials'
            cand keys 'Manage virtual keys'
            cand users 'Manage users'
            cand teams 'Manage teams, their members and models'
            cand organizations 'Manage organizations, which hold teams and users (licensed on newer servers)'
            cand budgets 'Manage budgets that several share, and see what stops a key'
            cand customers 'Manage customers, the end users whom requests name'
            cand access-groups 'Manage access groups, names that stand for sets of models'
            cand spend 'Show who spent what'
            cand chat 'Talk to a model'
            cand http 'Send requests of your own'
            cand sandbox 'Run a LiteLLM proxy of your own, to try things and to test scripts against'
            cand login 'Log in to the server in a browser, or keep a key for it'
            cand logout 'End the login, on the server where it can be'
            cand whoami 'Show who you are to the server, and with which key'
            cand auth 'Give out the key of a login, and list logins'
            cand config 'Manage settings in ~/.litellm/config.json'
            cand version 'Print the client''s and the server''s version'
            cand completions 'Print a shell''s completions'
            cand man 'Print the manual page, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;models'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the models that the key may call'
            cand info 'Show deployments with their upstream models, prices and ids'
            cand add 'Add a deployment'
            cand get 'Show one deployment'
            cand delete 'Delete a deployment'
            cand update 'Change parameters and information of a deployment'
            cand import 'Add the deployments of a YAML file'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;models;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;info'= {
            cand --columns 'Columns of the table, separated by commas'
            cand --name 'Only deployments of this name'
            cand --id 'Only the deployment of this id'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;add'= {
            cand -p 'Parameter for the provider (can be repeated)'
            cand --param 'Parameter for the provider (can be repeated)'
            cand -i 'Information about the model (can be repeated)'
            cand --info 'Information about the model (can be repeated)'
            cand --access-group 'Access group to put it into (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;get'= {
            cand --id 'Id of the deployment'
            cand --name 'Name of the model; of several deployments the first is shown'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;delete'= {
            cand --name 'Name of the model, in place of an id; of several deployments none is deleted'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --all 'Delete all deployments of the name'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;update'= {
            cand -p 'Parameter for the provider to set (can be repeated)'
            cand --param 'Parameter for the provider to set (can be repeated)'
            cand -i 'Information about the model to set (can be repeated)'
            cand --info 'Information about the model to set (can be repeated)'
            cand --access-group 'Access group to put it into, beside those it is in (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;import'= {
            cand --only-models-matching-regex 'Only models whose litellm_params.model matches'
            cand --only-access-groups-matching-regex 'Only models with an entry of model_info.access_groups that matches'
            cand --on-conflict 'With a model that is there already: create another, skip it, or update it'
            cand --concurrency 'How many requests are under way at a time'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Show what would be imported, without a request to the server'
            cand --fail-fast 'Stop at the first failure'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;help'= {
            cand list 'List the models that the key may call'
            cand info 'Show deployments with their upstream models, prices and ids'
            cand add 'Add a deployment'
            cand get 'Show one deployment'
            cand delete 'Delete a deployment'
            cand update 'Change parameters and information of a deployment'
            cand import 'Add the deployments of a YAML file'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;models;help;list'= {
        }
        &'litellm-proxy;models;help;info'= {
        }
        &'litellm-proxy;models;help;add'= {
        }
        &'litellm-proxy;models;help;get'= {
        }
        &'litellm-proxy;models;help;delete'= {
        }
        &'litellm-proxy;models;help;update'= {
        }
        &'litellm-proxy;models;help;import'= {
        }
        &'litellm-proxy;models;help;help'= {
        }
        &'litellm-proxy;model-groups'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the model groups that the key may call'
            cand info 'Show a model group'
            cand create 'Make a model group of several deployments, all or none of them'
            cand delete 'Delete a model group, with all its deployments'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;model-groups;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;model-groups;info'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;model-groups;create'= {
            cand --model 'Deployment of the group (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;model-groups;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;model-groups;help'= {
            cand list 'List the model groups that the key may call'
            cand info 'Show a model group'
            cand create 'Make a model group of several deployments, all or none of them'
            cand delete 'Delete a model group, with all its deployments'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;model-groups;help;list'= {
        }
        &'litellm-proxy;model-groups;help;info'= {
        }
        &'litellm-proxy;model-groups;help;create'= {
        }
        &'litellm-proxy;model-groups;help;delete'= {
        }
        &'litellm-proxy;model-groups;help;help'= {
        }
        &'litellm-proxy;credentials'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List credentials'
            cand create 'Create a credential'
            cand get 'Show a credential, its values masked by the server'
            cand update 'Change a credential''s information, values or label'
            cand delete 'Delete a credential'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;credentials;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;credentials;create'= {
            cand --info 'What it is, as a JSON object, @FILE or @-'
            cand --values 'Its secrets, as a JSON object, @FILE or @-'
            cand --display-name 'Label for the server''s web pages (newer servers)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;credentials;get'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;credentials;update'= {
            cand --info 'Information to set, as a JSON object, @FILE or @-'
            cand --values 'Secrets to set, as a JSON object, @FILE or @-'
            cand --display-name 'New label for the server''s web pages (newer servers)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --clear-display-name 'Remove the label (newer servers)'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;credentials;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;credentials;help'= {
            cand list 'List credentials'
            cand create 'Create a credential'
            cand get 'Show a credential, its values masked by the server'
            cand update 'Change a credential''s information, values or label'
            cand delete 'Delete a credential'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;credentials;help;list'= {
        }
        &'litellm-proxy;credentials;help;create'= {
        }
        &'litellm-proxy;credentials;help;get'= {
        }
        &'litellm-proxy;credentials;help;update'= {
        }
        &'litellm-proxy;credentials;help;delete'= {
        }
        &'litellm-proxy;credentials;help;help'= {
        }
        &'litellm-proxy;keys'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List keys, all of them unless a page is asked for'
            cand generate 'Generate a key'
            cand update 'Change a key: what is named is set, all else stays'
            cand block 'Block keys until they are unblocked'
            cand unblock 'Let blocked keys be used again'
            cand reset-spend 'Set what a key has spent back to zero, or to less than it is'
            cand regenerate 'Give a key a new secret in place of its own (licensed)'
            cand delete 'Delete keys'
            cand info 'Show what is known of a key'
            cand rotate 'Put a new key in the place of one, so that none is lost'
            cand aliases 'List the aliases of all keys'
            cand can-use 'Tell whether a key may call a model, and why'
            cand audit 'Find keys that need care: expired, unused, over budget, orphaned'
            cand import 'Make keys like those of another server'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;keys;list'= {
            cand --page 'Only this page, from 1'
            cand --size 'Keys to a page, 1 to 100 [default: 10]'
            cand --user-id 'Only keys of this user'
            cand --team-id 'Only keys of this team'
            cand --organization-id 'Only keys of this organization'
            cand --key-hash 'Only the key of this hash'
            cand --key-alias 'Only the key of this alias'
            cand --status 'Only keys in this state: active, expired, revoked or deleted'
            cand --sort-by 'Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]'
            cand --sort-order 'Direction of the order: asc or desc'
            cand --columns 'Columns of the table, separated by commas'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --return-full-object 'List full objects, which is what is always done'
            cand --include-team-keys 'List the keys of the own teams too'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;generate'= {
            cand --models 'Models and access groups that it may call, separated by commas [default: all]'
            cand --aliases 'Names that stand for other models, as a JSON object'
            cand --spend 'Dollars that count as spent already; the limit is --max-budget'
            cand --max-budget 'Dollars that it may spend'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --soft-budget 'Dollars at which the server warns'
            cand --duration 'How long it lives, such as 24h or 7d [default: for ever]'
            cand --key-alias 'Name for the key, unique on the server'
            cand --team-id 'Its team, by id or alias'
            cand --user-id 'Id of its user'
            cand --budget-id 'Id of its budget'
            cand --config 'The key''s `config`, as a JSON object'
            cand --metadata 'Anything to keep with it, as a JSON object'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --key 'The key itself, instead of one that the server makes up; @FILE or @-'
            cand --tags 'Tags, separated by commas (licensed)'
            cand --param 'Any other field (can be repeated)'
            cand --output-file 'Write the key to a new file with mode 0600 instead of printing it'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --blocked 'Make it blocked'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;update'= {
            cand --models 'Models and access groups that it may call from now on, separated by commas'
            cand --add-model 'Model or access group that it may call too (can be repeated)'
            cand --remove-model 'Model or access group that it may call no more (can be repeated)'
            cand --aliases 'Names that stand for other models, as a JSON object'
            cand --max-budget 'Dollars that it may spend'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --duration 'How long it lives from now, such as 24h or 7d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --metadata 'Anything to keep with it, as a JSON object, in place of all that there was'
            cand --team-id 'Id or alias of its team'
            cand --user-id 'Id of its user'
            cand --key-alias 'New name for it, unique on the server'
            cand --budget-id 'Id of its budget'
            cand --unset 'Field to empty (can be repeated)'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;block'= {
            cand --concurrency 'How many requests are under way at a time'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --fail-fast 'Stop at the first failure'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;unblock'= {
            cand --concurrency 'How many requests are under way at a time'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --fail-fast 'Stop at the first failure'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;reset-spend'= {
            cand --to 'Dollars that count as spent from now on, no more than do now'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;regenerate'= {
            cand --new-key 'The new secret itself, instead of one that the server makes up; @FILE or @-'
            cand --grace-period 'How long the old secret lives on, such as 24h (newer servers)'
            cand --output-file 'Write the key to a new file with mode 0600 instead of printing it'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;delete'= {
            cand --keys 'Keys, their hashes or aliases, separated by commas, @FILE or @-'
            cand --key-aliases 'Aliases of keys, separated by commas'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;info'= {
            cand --key 'The key or its hash, @FILE or @-; only the hash is sent'
            cand --key-alias 'Alias of the key'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;rotate'= {
            cand --grace 'How long the old key stays good: 30m, 24h, 7d'
            cand --output-file 'Write the new key to a new file with mode 0600 instead of printing it'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --resume 'Finish the rotations of this server that were interrupted'
            cand --delete-old 'Delete the old key as soon as the new one works'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;aliases'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;can-use'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;audit'= {
            cand --only 'Look for this kind alone (can be repeated, or separated by commas)'
            cand --fail-on 'Exit with code 1 when this kind is found, or any (can be repeated, or separated by commas)'
            cand --unused-for 'After how long without use a key is unused, such as 90d or 12h'
            cand --near 'Percent of its budget from which on a key is near it'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;import'= {
            cand --source-base-url 'URL of the server to read from'
            cand --source-api-key 'API key for that server, or @FILE or @- to read it'
            cand --created-since 'Only keys made at or after this time: 2026-01-31, 2026-01-31_14:30 (local time) or RFC 3339'
            cand --output-file 'Write alias and new key as CSV to a new file with mode 0600'
            cand --concurrency 'How many requests are under way at a time'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --discard-secrets 'Do not keep the new secrets anywhere'
            cand --fail-fast 'Stop at the first failure'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;help'= {
            cand list 'List keys, all of them unless a page is asked for'
            cand generate 'Generate a key'
            cand update 'Change a key: what is named is set, all else stays'
            cand block 'Block keys until they are unblocked'
            cand unblock 'Let blocked keys be used again'
            cand reset-spend 'Set what a key has spent back to zero, or to less than it is'
            cand regenerate 'Give a key a new secret in place of its own (licensed)'
            cand delete 'Delete keys'
            cand info 'Show what is known of a key'
            cand rotate 'Put a new key in the place of one, so that none is lost'
            cand aliases 'List the aliases of all keys'
            cand can-use 'Tell whether a key may call a model, and why'
            cand audit 'Find keys that need care: expired, unused, over budget, orphaned'
            cand import 'Make keys like those of another server'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;keys;help;list'= {
        }
        &'litellm-proxy;keys;help;generate'= {
        }
        &'litellm-proxy;keys;help;update'= {
        }
        &'litellm-proxy;keys;help;block'= {
        }
        &'litellm-proxy;keys;help;unblock'= {
        }
        &'litellm-proxy;keys;help;reset-spend'= {
        }
        &'litellm-proxy;keys;help;regenerate'= {
        }
        &'litellm-proxy;keys;help;delete'= {
        }
        &'litellm-proxy;keys;help;info'= {
        }
        &'litellm-proxy;keys;help;rotate'= {
        }
        &'litellm-proxy;keys;help;aliases'= {
        }
        &'litellm-proxy;keys;help;can-use'= {
        }
        &'litellm-proxy;keys;help;audit'= {
        }
        &'litellm-proxy;keys;help;import'= {
        }
        &'litellm-proxy;keys;help;help'= {
        }
        &'litellm-proxy;users'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List users, all of them unless a page is asked for'
            cand get 'Show a user, or the one behind the key'
            cand create 'Create a user'
            cand update 'Change a user'
            cand invite 'Invite a user to set a password, with a link'
            cand import 'Create the users of a CSV file'
            cand delete 'Delete users, and their keys with them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;users;list'= {
            cand --role 'Only users with this role, such as internal_user'
            cand --email 'Only users whose e-mail address holds this'
            cand --team 'Only users of this team, by id or alias'
            cand --page 'Only this page, from 1'
            cand --page-size 'Users to a page, 1 to 100 [default: 25]'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;get'= {
            cand --id 'The user, by id or e-mail address; without it, the user behind the key'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;create'= {
            cand --email 'E-mail address'
            cand --role 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer [default: internal_user]'
            cand --alias 'Name to show'
            cand --team 'Team to join, by id or alias (can be repeated)'
            cand --max-budget 'Dollars that the user may spend'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --no-key 'Do not make a virtual key along with the user'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;update'= {
            cand --email 'New e-mail address'
            cand --role 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer'
            cand --alias 'Name to show'
            cand --models 'Models that the user may call, separated by commas, in place of those so far'
            cand --max-budget 'Dollars that the user may spend'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --metadata 'Anything to keep with the user, as a JSON object, @FILE or @-'
            cand --param 'Any other field (can be repeated)'
            cand --unset 'Limit to take away, such as max_budget (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;invite'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;import'= {
            cand --on-conflict 'With a user who is there already: skip, fail, or update'
            cand --with-keys 'Make a key for each new user, and write e-mail and key as CSV to a new file with mode 0600'
            cand --concurrency 'How many requests are under way at a time'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Look at what is there, show what would become of each row, and change nothing'
            cand --fail-fast 'Stop at the first failure'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;help'= {
            cand list 'List users, all of them unless a page is asked for'
            cand get 'Show a user, or the one behind the key'
            cand create 'Create a user'
            cand update 'Change a user'
            cand invite 'Invite a user to set a password, with a link'
            cand import 'Create the users of a CSV file'
            cand delete 'Delete users, and their keys with them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;users;help;list'= {
        }
        &'litellm-proxy;users;help;get'= {
        }
        &'litellm-proxy;users;help;create'= {
        }
        &'litellm-proxy;users;help;update'= {
        }
        &'litellm-proxy;users;help;invite'= {
        }
        &'litellm-proxy;users;help;import'= {
        }
        &'litellm-proxy;users;help;delete'= {
        }
        &'litellm-proxy;users;help;help'= {
        }
        &'litellm-proxy;teams'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List teams, for those who are no admins their own'
            cand info 'Show a team, its members and keys'
            cand create 'Create a team'
            cand update 'Change a team'
            cand delete 'Delete teams, and their keys with them'
            cand block 'Block a team, and with it all of its keys'
            cand unblock 'Let a blocked team work again'
            cand members 'Manage who is in a team'
            cand models 'Manage which models a team may call'
            cand available 'List teams that may be joined'
            cand assign-key 'Assign keys to a team, the own one unless others are named'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;list'= {
            cand --alias 'Only teams whose alias holds this'
            cand --user-id 'Only teams of this user, by id or e-mail address'
            cand --organization-id 'Only teams of this organization, by id or alias'
            cand --page 'Only this page, from 1'
            cand --page-size 'Teams to a page, 1 to 100 [default: 10]'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;info'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;create'= {
            cand --team-id 'Id of the team; without it, the server makes one up'
            cand --member 'User id or e-mail address of a member (can be repeated)'
            cand --admin 'User id or e-mail address of an admin of the team (can be repeated)'
            cand --team-alias 'Name to show'
            cand --models 'Models and access groups that it may call, separated by commas [default: all]'
            cand --max-budget 'Dollars that it may spend'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --organization-id 'Organization that it belongs to, by id or alias'
            cand --metadata 'Anything to keep with it, as a JSON object, @FILE or @-'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;update'= {
            cand --team-alias 'Name to show'
            cand --models 'Models and access groups that it may call, separated by commas [default: all]'
            cand --max-budget 'Dollars that it may spend'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --organization-id 'Organization that it belongs to, by id or alias'
            cand --metadata 'Anything to keep with it, as a JSON object, @FILE or @-'
            cand --param 'Any other field (can be repeated)'
            cand --unset 'Field to empty, such as max_budget (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;block'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;unblock'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;members'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List members, with their spend and limits in the team'
            cand add 'Add members'
            cand update 'Change a member''s role or limits in the team'
            cand remove 'Remove members, and their keys of the team with them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;members;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;members;add'= {
            cand --role 'Role in the team: user, or admin (licensed)'
            cand --max-budget-in-team 'Dollars that each of them may spend in the team'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;members;update'= {
            cand --role 'Role in the team: user, or admin (licensed)'
            cand --max-budget-in-team 'Dollars that the member may spend in the team'
            cand --tpm-limit 'Tokens per minute in the team'
            cand --rpm-limit 'Requests per minute in the team'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;members;remove'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;members;help'= {
            cand list 'List members, with their spend and limits in the team'
            cand add 'Add members'
            cand update 'Change a member''s role or limits in the team'
            cand remove 'Remove members, and their keys of the team with them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;members;help;list'= {
        }
        &'litellm-proxy;teams;members;help;add'= {
        }
        &'litellm-proxy;teams;members;help;update'= {
        }
        &'litellm-proxy;teams;members;help;remove'= {
        }
        &'litellm-proxy;teams;members;help;help'= {
        }
        &'litellm-proxy;teams;models'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the models and access groups that a team may call'
            cand add 'Let a team call more models'
            cand remove 'Take models from a team, but not the last'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;models;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;models;add'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;models;remove'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;models;help'= {
            cand list 'List the models and access groups that a team may call'
            cand add 'Let a team call more models'
            cand remove 'Take models from a team, but not the last'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;models;help;list'= {
        }
        &'litellm-proxy;teams;models;help;add'= {
        }
        &'litellm-proxy;teams;models;help;remove'= {
        }
        &'litellm-proxy;teams;models;help;help'= {
        }
        &'litellm-proxy;teams;available'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;assign-key'= {
            cand --team-id 'The same team, as an option'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;help'= {
            cand list 'List teams, for those who are no admins their own'
            cand info 'Show a team, its members and keys'
            cand create 'Create a team'
            cand update 'Change a team'
            cand delete 'Delete teams, and their keys with them'
            cand block 'Block a team, and with it all of its keys'
            cand unblock 'Let a blocked team work again'
            cand members 'Manage who is in a team'
            cand models 'Manage which models a team may call'
            cand available 'List teams that may be joined'
            cand assign-key 'Assign keys to a team, the own one unless others are named'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;help;list'= {
        }
        &'litellm-proxy;teams;help;info'= {
        }
        &'litellm-proxy;teams;help;create'= {
        }
        &'litellm-proxy;teams;help;update'= {
        }
        &'litellm-proxy;teams;help;delete'= {
        }
        &'litellm-proxy;teams;help;block'= {
        }
        &'litellm-proxy;teams;help;unblock'= {
        }
        &'litellm-proxy;teams;help;members'= {
            cand list 'List members, with their spend and limits in the team'
            cand add 'Add members'
            cand update 'Change a member''s role or limits in the team'
            cand remove 'Remove members, and their keys of the team with them'
        }
        &'litellm-proxy;teams;help;members;list'= {
        }
        &'litellm-proxy;teams;help;members;add'= {
        }
        &'litellm-proxy;teams;help;members;update'= {
        }
        &'litellm-proxy;teams;help;members;remove'= {
        }
        &'litellm-proxy;teams;help;models'= {
            cand list 'List the models and access groups that a team may call'
            cand add 'Let a team call more models'
            cand remove 'Take models from a team, but not the last'
        }
        &'litellm-proxy;teams;help;models;list'= {
        }
        &'litellm-proxy;teams;help;models;add'= {
        }
        &'litellm-proxy;teams;help;models;remove'= {
        }
        &'litellm-proxy;teams;help;available'= {
        }
        &'litellm-proxy;teams;help;assign-key'= {
        }
        &'litellm-proxy;teams;help;help'= {
        }
        &'litellm-proxy;organizations'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List organizations'
            cand info 'Show an organization, with its members and teams'
            cand create 'Create an organization'
            cand update 'Change an organization'
            cand delete 'Delete organizations'
            cand members 'Add, change and remove members of an organization'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;organizations;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;info'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;create'= {
            cand --organization-id 'Id of the organization; the server makes one up where none is given'
            cand --budget-id 'Id of a budget to have, in place of limits of its own'
            cand --models 'Models that it may call, separated by commas'
            cand --max-budget 'Dollars that it may spend'
            cand --soft-budget 'Dollars at which the server warns'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --metadata 'Anything to keep with it, as a JSON object, @FILE or @-'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;update'= {
            cand --organization-alias 'New name'
            cand --models 'Models that it may call, separated by commas'
            cand --max-budget 'Dollars that it may spend'
            cand --soft-budget 'Dollars at which the server warns'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --metadata 'Anything to keep with it, as a JSON object, @FILE or @-'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;members'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand add 'Add a user to an organization'
            cand update 'Change what a member is and may spend'
            cand remove 'Remove a member; the user stays'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;organizations;members;add'= {
            cand --role 'Role: org_admin, internal_user or internal_user_viewer'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;members;update'= {
            cand --role 'Role: org_admin, internal_user or internal_user_viewer'
            cand --max-budget-in-organization 'Dollars that the member may spend in the organization'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;members;remove'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;organizations;members;help'= {
            cand add 'Add a user to an organization'
            cand update 'Change what a member is and may spend'
            cand remove 'Remove a member; the user stays'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;organizations;members;help;add'= {
        }
        &'litellm-proxy;organizations;members;help;update'= {
        }
        &'litellm-proxy;organizations;members;help;remove'= {
        }
        &'litellm-proxy;organizations;members;help;help'= {
        }
        &'litellm-proxy;organizations;help'= {
            cand list 'List organizations'
            cand info 'Show an organization, with its members and teams'
            cand create 'Create an organization'
            cand update 'Change an organization'
            cand delete 'Delete organizations'
            cand members 'Add, change and remove members of an organization'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;organizations;help;list'= {
        }
        &'litellm-proxy;organizations;help;info'= {
        }
        &'litellm-proxy;organizations;help;create'= {
        }
        &'litellm-proxy;organizations;help;update'= {
        }
        &'litellm-proxy;organizations;help;delete'= {
        }
        &'litellm-proxy;organizations;help;members'= {
            cand add 'Add a user to an organization'
            cand update 'Change what a member is and may spend'
            cand remove 'Remove a member; the user stays'
        }
        &'litellm-proxy;organizations;help;members;add'= {
        }
        &'litellm-proxy;organizations;help;members;update'= {
        }
        &'litellm-proxy;organizations;help;members;remove'= {
        }
        &'litellm-proxy;organizations;help;help'= {
        }
        &'litellm-proxy;budgets'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List budgets, those of single teams and customers included'
            cand info 'Show a budget'
            cand create 'Create a budget for keys and others to share'
            cand update 'Change a budget, for all who share it'
            cand delete 'Delete a budget; those who share it are left without'
            cand why 'Show every limit that can stop a key, and how to lift the tightest'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;budgets;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;budgets;info'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;budgets;create'= {
            cand --max-budget 'Dollars that may be spent, by each who has the budget'
            cand --soft-budget 'Dollars at which the server warns'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --budget-reset-at 'When it first does, as an RFC 3339 time'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --model-max-budget 'A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;budgets;update'= {
            cand --max-budget 'Dollars that may be spent, by each who has the budget'
            cand --soft-budget 'Dollars at which the server warns'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --budget-reset-at 'When it first does, as an RFC 3339 time'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --model-max-budget 'A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)'
            cand --param 'Any other field (can be repeated)'
            cand --unset 'Field to empty, such as max_budget: no limit any more (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;budgets;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;budgets;why'= {
            cand --customer 'Customer whom requests would name'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;budgets;help'= {
            cand list 'List budgets, those of single teams and customers included'
            cand info 'Show a budget'
            cand create 'Create a budget for keys and others to share'
            cand update 'Change a budget, for all who share it'
            cand delete 'Delete a budget; those who share it are left without'
            cand why 'Show every limit that can stop a key, and how to lift the tightest'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;budgets;help;list'= {
        }
        &'litellm-proxy;budgets;help;info'= {
        }
        &'litellm-proxy;budgets;help;create'= {
        }
        &'litellm-proxy;budgets;help;update'= {
        }
        &'litellm-proxy;budgets;help;delete'= {
        }
        &'litellm-proxy;budgets;help;why'= {
        }
        &'litellm-proxy;budgets;help;help'= {
        }
        &'litellm-proxy;customers'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List customers'
            cand info 'Show a customer, with budget and spend'
            cand create 'Create a customer'
            cand update 'Change a customer'
            cand delete 'Delete customers'
            cand block 'Mark a customer as blocked'
            cand unblock 'Take the mark away (newer servers)'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;customers;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;info'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;create'= {
            cand --alias 'Name to show'
            cand --max-budget 'Dollars that the customer may spend'
            cand --budget-id 'Id of a budget to share, in place of limits of its own'
            cand --models 'Models that the customer may call, separated by commas (newer servers) [default: all]'
            cand --default-model 'Model for requests that cannot have the one they ask for'
            cand --allowed-model-region 'Allow models of one region alone: eu or us'
            cand --param 'Any other field (can be repeated)'
            cand --soft-budget 'Dollars at which the server warns'
            cand --budget-duration 'After how long the spend starts again from zero, such as 30d'
            cand --tpm-limit 'Tokens per minute'
            cand --rpm-limit 'Requests per minute'
            cand --max-parallel-requests 'Requests at a time'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;update'= {
            cand --alias 'Name to show'
            cand --max-budget 'Dollars that the customer may spend'
            cand --budget-id 'Id of a budget to share, in place of limits of its own'
            cand --models 'Models that the customer may call, separated by commas (newer servers) [default: all]'
            cand --default-model 'Model for requests that cannot have the one they ask for'
            cand --allowed-model-region 'Allow models of one region alone: eu or us'
            cand --param 'Any other field (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;block'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;unblock'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;customers;help'= {
            cand list 'List customers'
            cand info 'Show a customer, with budget and spend'
            cand create 'Create a customer'
            cand update 'Change a customer'
            cand delete 'Delete customers'
            cand block 'Mark a customer as blocked'
            cand unblock 'Take the mark away (newer servers)'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;customers;help;list'= {
        }
        &'litellm-proxy;customers;help;info'= {
        }
        &'litellm-proxy;customers;help;create'= {
        }
        &'litellm-proxy;customers;help;update'= {
        }
        &'litellm-proxy;customers;help;delete'= {
        }
        &'litellm-proxy;customers;help;block'= {
        }
        &'litellm-proxy;customers;help;unblock'= {
        }
        &'litellm-proxy;customers;help;help'= {
        }
        &'litellm-proxy;access-groups'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List access groups'
            cand info 'Show an access group'
            cand create 'Create an access group of models'
            cand update 'Change the models of an access group'
            cand delete 'Delete an access group, not its models'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;access-groups;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;access-groups;info'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;access-groups;create'= {
            cand --models 'Models to put into it, separated by commas'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;access-groups;update'= {
            cand --models 'Models that it holds from now on, separated by commas'
            cand --add-model 'Models to put into it, beside those it holds, separated by commas (can be repeated)'
            cand --remove-model 'Models to take out of it, separated by commas (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;access-groups;delete'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand -y 'Do not ask; without a terminal nothing is asked anyway'
            cand --yes 'Do not ask; without a terminal nothing is asked anyway'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;access-groups;help'= {
            cand list 'List access groups'
            cand info 'Show an access group'
            cand create 'Create an access group of models'
            cand update 'Change the models of an access group'
            cand delete 'Delete an access group, not its models'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;access-groups;help;list'= {
        }
        &'litellm-proxy;access-groups;help;info'= {
        }
        &'litellm-proxy;access-groups;help;create'= {
        }
        &'litellm-proxy;access-groups;help;update'= {
        }
        &'litellm-proxy;access-groups;help;delete'= {
        }
        &'litellm-proxy;access-groups;help;help'= {
        }
        &'litellm-proxy;spend'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand keys 'Show what was spent with each key'
            cand users 'Show what each user spent'
            cand teams 'Show what each team spent'
            cand models 'Show what was spent on each model, by its public name'
            cand tags 'Show what was spent under each tag of requests'
            cand customers 'Show what was spent for each customer'
            cand trend 'Show what was spent day by day'
            cand total 'Show what the whole server spent in the last 30 days'
            cand logs 'List single requests, the newest last'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;spend;keys'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --top 'Only so many of them, the greatest'
            cand --sort 'What is greatest, and drawn: spend, requests or tokens'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;users'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --top 'Only so many of them, the greatest'
            cand --sort 'What is greatest, and drawn: spend, requests or tokens'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;teams'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --top 'Only so many of them, the greatest'
            cand --sort 'What is greatest, and drawn: spend, requests or tokens'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;models'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --top 'Only so many of them, the greatest'
            cand --sort 'What is greatest, and drawn: spend, requests or tokens'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;tags'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --top 'Only so many of them, the greatest'
            cand --sort 'What is greatest, and drawn: spend, requests or tokens'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;customers'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --top 'Only so many of them, the greatest'
            cand --sort 'What is greatest, and drawn: spend, requests or tokens'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;trend'= {
            cand --since 'First day, in UTC: 7d or 12w ago, 2026-11-01, or the day of an RFC 3339 time'
            cand --until 'Last day, in the same forms; it is included [default: today in UTC]'
            cand --by 'What a row is: a day, or what a day had of a model'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;total'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;logs'= {
            cand --since 'Begun at this time or later: 90m, 24h, 7d or 12w ago, 2026-11-01 (a day in UTC), or RFC 3339 [default: 1h]'
            cand --until 'Begun at this time or before, in the same forms; a day is included whole [default: now]'
            cand --key 'Only requests with this key: the key, its hash or alias, @FILE or @-'
            cand --user 'Only requests of this user'
            cand --team 'Only requests of this team, by id or alias'
            cand --model 'Only requests for this model, by its public name'
            cand --status 'Only requests that ended so: success or failure'
            cand --request-id 'Only the request of this id, whenever it was, unless --since is given too'
            cand --limit 'Only so many, the newest'
            cand --interval 'Seconds between two looks for new requests [default: 3]'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand -f 'Go on with new requests as they come'
            cand --follow 'Go on with new requests as they come'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;spend;help'= {
            cand keys 'Show what was spent with each key'
            cand users 'Show what each user spent'
            cand teams 'Show what each team spent'
            cand models 'Show what was spent on each model, by its public name'
            cand tags 'Show what was spent under each tag of requests'
            cand customers 'Show what was spent for each customer'
            cand trend 'Show what was spent day by day'
            cand total 'Show what the whole server spent in the last 30 days'
            cand logs 'List single requests, the newest last'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;spend;help;keys'= {
        }
        &'litellm-proxy;spend;help;users'= {
        }
        &'litellm-proxy;spend;help;teams'= {
        }
        &'litellm-proxy;spend;help;models'= {
        }
        &'litellm-proxy;spend;help;tags'= {
        }
        &'litellm-proxy;spend;help;customers'= {
        }
        &'litellm-proxy;spend;help;trend'= {
        }
        &'litellm-proxy;spend;help;total'= {
        }
        &'litellm-proxy;spend;help;logs'= {
        }
        &'litellm-proxy;spend;help;help'= {
        }
        &'litellm-proxy;chat'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand completions 'Complete a conversation'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;chat;completions'= {
            cand -m 'Message (can be repeated to make a conversation)'
            cand --message 'Message (can be repeated to make a conversation)'
            cand -t 'Sampling temperature, 0 to 2'
            cand --temperature 'Sampling temperature, 0 to 2'
            cand --top-p 'Nucleus sampling, 0 to 1'
            cand --n 'How many answers'
            cand --max-tokens 'Tokens to generate at most'
            cand --presence-penalty 'Presence penalty, -2 to 2'
            cand --frequency-penalty 'Frequency penalty, -2 to 2'
            cand --user 'End user on whose behalf it is'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --stream 'Print the answer as it comes, which is the default on a terminal'
            cand --no-stream 'Print the answer when it is complete'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;chat;help'= {
            cand completions 'Complete a conversation'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;chat;help;completions'= {
        }
        &'litellm-proxy;chat;help;help'= {
        }
        &'litellm-proxy;http'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand request 'Send a request to any endpoint'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;http;request'= {
            cand -d 'Body: JSON is sent as JSON, anything else as it is; @FILE or @-'
            cand --data 'Body: JSON is sent as JSON, anything else as it is; @FILE or @-'
            cand -j 'Body, as JSON; @FILE or @-'
            cand --json 'Body, as JSON; @FILE or @-'
            cand -H 'Header (can be repeated)'
            cand --header 'Header (can be repeated)'
            cand --output-file 'Write the answer''s bytes to this file'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --include 'Print the status line and the headers first'
            cand --dry-run 'Print the requests that would be sent, and change nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;http;help'= {
            cand request 'Send a request to any endpoint'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;http;help;request'= {
        }
        &'litellm-proxy;http;help;help'= {
        }
        &'litellm-proxy;sandbox'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand start 'Start a sandbox that listens until it is stopped'
            cand stop 'Stop a sandbox'
            cand status 'Show the sandboxes that are running'
            cand exec 'Run a command with a sandbox of its own, which is gone when the command ends'
            cand shell 'Open a shell with a sandbox of its own, which is gone when the shell ends'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;sandbox;start'= {
            cand --port 'Port to listen on; 0 takes a free one'
            cand --host 'Address to listen on; beyond this machine only with a master key of your own'
            cand --db 'Database file, or :memory: to keep nothing [default: in your data directory, one for each port]'
            cand --config 'A LiteLLM config.yaml: its models, master key and rules for keys'
            cand --master-key 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]'
            cand --fault 'Let requests fail: ''POST /key/generate=500:1'', ''* /team/*=drop'', ''GET /models=200ms'''
            cand --record 'Write each request to this file, a JSON object on each line'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --detach 'Leave it running in the background'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;sandbox;stop'= {
            cand --port 'The one that listens on this port [default: the only one]'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;sandbox;status'= {
            cand --port 'The one that listens on this port [default: the only one]'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;sandbox;exec'= {
            cand --config 'A LiteLLM config.yaml: its models, master key and rules for keys'
            cand --master-key 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]'
            cand --fault 'Let requests fail: ''POST /key/generate=500:1'', ''* /team/*=drop'', ''GET /models=200ms'''
            cand --record 'Write each request to this file, a JSON object on each line'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;sandbox;shell'= {
            cand --config 'A LiteLLM config.yaml: its models, master key and rules for keys'
            cand --master-key 'Master key, or @FILE or @- to read it [default: of the config, else sk-1234]'
            cand --fault 'Let requests fail: ''POST /key/generate=500:1'', ''* /team/*=drop'', ''GET /models=200ms'''
            cand --record 'Write each request to this file, a JSON object on each line'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;sandbox;help'= {
            cand start 'Start a sandbox that listens until it is stopped'
            cand stop 'Stop a sandbox'
            cand status 'Show the sandboxes that are running'
            cand exec 'Run a command with a sandbox of its own, which is gone when the command ends'
            cand shell 'Open a shell with a sandbox of its own, which is gone when the shell ends'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;sandbox;help;start'= {
        }
        &'litellm-proxy;sandbox;help;stop'= {
        }
        &'litellm-proxy;sandbox;help;status'= {
        }
        &'litellm-proxy;sandbox;help;exec'= {
        }
        &'litellm-proxy;sandbox;help;shell'= {
        }
        &'litellm-proxy;sandbox;help;help'= {
        }
        &'litellm-proxy;login'= {
            cand --team 'Team that the key is for, by id or alias, instead of choosing one'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --pkce 'Use PKCE: the login is renewed by itself, where the server offers it'
            cand --no-pkce 'Do not use PKCE, whatever the settings say'
            cand --no-browser 'Open no browser, only show the URL'
            cand --with-key 'Keep a key that you have, read from --api-key, standard input or a prompt'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;logout'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --all 'End the logins of all servers'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;whoami'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --check 'Ask the server whether it accepts the key [default: on a terminal]'
            cand --no-check 'Do not ask the server'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;auth'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand print-token 'Print the key that commands use, renewed if need be'
            cand list 'List the logins that are kept, the latest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;auth;print-token'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;auth;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;auth;help'= {
            cand print-token 'Print the key that commands use, renewed if need be'
            cand list 'List the logins that are kept, the latest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;auth;help;print-token'= {
        }
        &'litellm-proxy;auth;help;list'= {
        }
        &'litellm-proxy;auth;help;help'= {
        }
        &'litellm-proxy;config'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
            cand get 'Show a setting, or all of them'
            cand set 'Set a setting'
            cand unset 'Remove a setting'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;config;get'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;config;set'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;config;unset'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;config;help'= {
            cand get 'Show a setting, or all of them'
            cand set 'Set a setting'
            cand unset 'Remove a setting'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;config;help;get'= {
        }
        &'litellm-proxy;config;help;set'= {
        }
        &'litellm-proxy;config;help;unset'= {
        }
        &'litellm-proxy;config;help;help'= {
        }
        &'litellm-proxy;version'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;completions'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;man'= {
            cand --dir 'Write a page for each command into this directory'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command instead of sending it'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;help'= {
            cand models 'Manage models and their deployments'
            cand model-groups 'Manage model groups, the deployments that share a name'
            cand credentials 'Manage provider credentials'
            cand keys 'Manage virtual keys'
            cand users 'Manage users'
            cand teams 'Manage teams, their members and models'
            cand organizations 'Manage organizations, which hold teams and users (licensed on newer servers)'
            cand budgets 'Manage budgets that several share, and see what stops a key'
            cand customers 'Manage customers, the end users whom requests name'
            cand access-groups 'Manage access groups, names that stand for sets of models'
            cand spend 'Show who spent what'
            cand chat 'Talk to a model'
            cand http 'Send requests of your own'
            cand sandbox 'Run a LiteLLM proxy of your own, to try things and to test scripts against'
            cand login 'Log in to the server in a browser, or keep a key for it'
            cand logout 'End the login, on the server where it can be'
            cand whoami 'Show who you are to the server, and with which key'
            cand auth 'Give out the key of a login, and list logins'
            cand config 'Manage settings in ~/.litellm/config.json'
            cand version 'Print the client''s and the server''s version'
            cand completions 'Print a shell''s completions'
            cand man 'Print the manual page, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;help;models'= {
        }
        &'litellm-proxy;help;model-groups'= {
        }
        &'litellm-proxy;help;credentials'= {
        }
        &'litellm-proxy;help;keys'= {
        }
        &'litellm-proxy;help;users'= {
        }
        &'litellm-proxy;help;teams'= {
        }
        &'litellm-proxy;help;organizations'= {
        }
        &'litellm-proxy;help;budgets'= {
        }
        &'litellm-proxy;help;customers'= {
        }
        &'litellm-proxy;help;access-groups'= {
        }
        &'litellm-proxy;help;spend'= {
        }
        &'litellm-proxy;help;chat'= {
        }
        &'litellm-proxy;help;http'= {
        }
        &'litellm-proxy;help;sandbox'= {
        }
        &'litellm-proxy;help;login'= {
        }
        &'litellm-proxy;help;logout'= {
        }
        &'litellm-proxy;help;whoami'= {
        }
        &'litellm-proxy;help;auth'= {
        }
        &'litellm-proxy;help;config'= {
        }
        &'litellm-proxy;help;version'= {
        }
        &'litellm-proxy;help;completions'= {
        }
        &'litellm-proxy;help;man'= {
        }
        &'litellm-proxy;help;help'= {
        }
    ]
    $completions[$command]
}
