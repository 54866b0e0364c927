
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
            cand models 'Manage models and their deployments'
            cand model-groups 'Manage model groups, the deployments that share a name'
            cand credentials 'Manage provider credentials'
            cand keys 'Manage virtual keys'
            cand users 'Manage users'
            cand teams 'Show teams, and assign keys to them'
            cand chat 'Talk to a model'
            cand http 'Send requests of your own'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;add'= {
            cand -p 'Parameter for the provider (can be repeated)'
            cand --param 'Parameter for the provider (can be repeated)'
            cand -i 'Information about the model (can be repeated)'
            cand --info 'Information about the model (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;models;update'= {
            cand -p 'Parameter for the provider to set (can be repeated)'
            cand --param 'Parameter for the provider to set (can be repeated)'
            cand -i 'Information about the model to set (can be repeated)'
            cand --info 'Information about the model to set (can be repeated)'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List keys, all of them unless a page is asked for'
            cand generate 'Generate a key'
            cand delete 'Delete keys'
            cand info 'Show what is known of a key'
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
            cand --status 'Only keys in this state: active, expired, revoked or deleted (older servers know deleted alone)'
            cand --sort-by 'Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]'
            cand --sort-order 'Direction of the order: asc or desc'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --team-id 'Id of its team'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;delete'= {
            cand --keys 'Keys or their hashes, separated by commas, @FILE or @-'
            cand --key-aliases 'Aliases of keys, separated by commas'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;keys;help'= {
            cand list 'List keys, all of them unless a page is asked for'
            cand generate 'Generate a key'
            cand delete 'Delete keys'
            cand info 'Show what is known of a key'
            cand import 'Make keys like those of another server'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;keys;help;list'= {
        }
        &'litellm-proxy;keys;help;generate'= {
        }
        &'litellm-proxy;keys;help;delete'= {
        }
        &'litellm-proxy;keys;help;info'= {
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List users, all of them unless a page is asked for'
            cand get 'Show a user, or the one behind the key'
            cand create 'Create a user'
            cand delete 'Delete users, and their keys with them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;users;list'= {
            cand --role 'Only users with this role, such as internal_user'
            cand --email 'Only users whose e-mail address holds this'
            cand --team 'Only users of the team of this id'
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;get'= {
            cand --id 'Id of the user; without it, the user behind the key'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;create'= {
            cand --email 'E-mail address'
            cand --role 'Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer'
            cand --alias 'Name to show'
            cand --team 'Id of a team to join (can be repeated)'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;users;help'= {
            cand list 'List users, all of them unless a page is asked for'
            cand get 'Show a user, or the one behind the key'
            cand create 'Create a user'
            cand delete 'Delete users, and their keys with them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;users;help;list'= {
        }
        &'litellm-proxy;users;help;get'= {
        }
        &'litellm-proxy;users;help;create'= {
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List teams, for those who are no admins their own'
            cand available 'List teams that may be joined'
            cand assign-key 'Assign the own key to a team'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;list'= {
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;assign-key'= {
            cand --team-id 'Id of the team; without it, one is chosen on the terminal'
            cand --base-url 'URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]'
            cand --api-key 'API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]'
            cand --auth-header 'Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]'
            cand --ca-cert 'Certificate authorities to trust beside the system''s, in PEM'
            cand --timeout 'Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]'
            cand --format 'How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]'
            cand --color 'When to use colours: auto, always or never'
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;teams;help'= {
            cand list 'List teams, for those who are no admins their own'
            cand available 'List teams that may be joined'
            cand assign-key 'Assign the own key to a team'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'litellm-proxy;teams;help;list'= {
        }
        &'litellm-proxy;teams;help;available'= {
        }
        &'litellm-proxy;teams;help;assign-key'= {
        }
        &'litellm-proxy;teams;help;help'= {
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --dry-run 'Print the requests that would be sent, and send nothing'
            cand --debug 'Show each request and answer on stderr, secrets masked'
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
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
            cand --curl 'Print the request as a curl command, and send nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'litellm-proxy;help'= {
            cand models 'Manage models and their deployments'
            cand model-groups 'Manage model groups, the deployments that share a name'
            cand credentials 'Manage provider credentials'
            cand keys 'Manage virtual keys'
            cand users 'Manage users'
            cand teams 'Show teams, and assign keys to them'
            cand chat 'Talk to a model'
            cand http 'Send requests of your own'
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
            cand list 'List the models that the key may call'
            cand info 'Show deployments with their upstream models, prices and ids'
            cand add 'Add a deployment'
            cand get 'Show one deployment'
            cand delete 'Delete a deployment'
            cand update 'Change parameters and information of a deployment'
            cand import 'Add the deployments of a YAML file'
        }
        &'litellm-proxy;help;models;list'= {
        }
        &'litellm-proxy;help;models;info'= {
        }
        &'litellm-proxy;help;models;add'= {
        }
        &'litellm-proxy;help;models;get'= {
        }
        &'litellm-proxy;help;models;delete'= {
        }
        &'litellm-proxy;help;models;update'= {
        }
        &'litellm-proxy;help;models;import'= {
        }
        &'litellm-proxy;help;model-groups'= {
            cand list 'List the model groups that the key may call'
            cand info 'Show a model group'
            cand create 'Make a model group of several deployments, all or none of them'
            cand delete 'Delete a model group, with all its deployments'
        }
        &'litellm-proxy;help;model-groups;list'= {
        }
        &'litellm-proxy;help;model-groups;info'= {
        }
        &'litellm-proxy;help;model-groups;create'= {
        }
        &'litellm-proxy;help;model-groups;delete'= {
        }
        &'litellm-proxy;help;credentials'= {
            cand list 'List credentials'
            cand create 'Create a credential'
            cand get 'Show a credential, its values masked by the server'
            cand update 'Change a credential''s information, values or label'
            cand delete 'Delete a credential'
        }
        &'litellm-proxy;help;credentials;list'= {
        }
        &'litellm-proxy;help;credentials;create'= {
        }
        &'litellm-proxy;help;credentials;get'= {
        }
        &'litellm-proxy;help;credentials;update'= {
        }
        &'litellm-proxy;help;credentials;delete'= {
        }
        &'litellm-proxy;help;keys'= {
            cand list 'List keys, all of them unless a page is asked for'
            cand generate 'Generate a key'
            cand delete 'Delete keys'
            cand info 'Show what is known of a key'
            cand import 'Make keys like those of another server'
        }
        &'litellm-proxy;help;keys;list'= {
        }
        &'litellm-proxy;help;keys;generate'= {
        }
        &'litellm-proxy;help;keys;delete'= {
        }
        &'litellm-proxy;help;keys;info'= {
        }
        &'litellm-proxy;help;keys;import'= {
        }
        &'litellm-proxy;help;users'= {
            cand list 'List users, all of them unless a page is asked for'
            cand get 'Show a user, or the one behind the key'
            cand create 'Create a user'
            cand delete 'Delete users, and their keys with them'
        }
        &'litellm-proxy;help;users;list'= {
        }
        &'litellm-proxy;help;users;get'= {
        }
        &'litellm-proxy;help;users;create'= {
        }
        &'litellm-proxy;help;users;delete'= {
        }
        &'litellm-proxy;help;teams'= {
            cand list 'List teams, for those who are no admins their own'
            cand available 'List teams that may be joined'
            cand assign-key 'Assign the own key to a team'
        }
        &'litellm-proxy;help;teams;list'= {
        }
        &'litellm-proxy;help;teams;available'= {
        }
        &'litellm-proxy;help;teams;assign-key'= {
        }
        &'litellm-proxy;help;chat'= {
            cand completions 'Complete a conversation'
        }
        &'litellm-proxy;help;chat;completions'= {
        }
        &'litellm-proxy;help;http'= {
            cand request 'Send a request to any endpoint'
        }
        &'litellm-proxy;help;http;request'= {
        }
        &'litellm-proxy;help;login'= {
        }
        &'litellm-proxy;help;logout'= {
        }
        &'litellm-proxy;help;whoami'= {
        }
        &'litellm-proxy;help;auth'= {
            cand print-token 'Print the key that commands use, renewed if need be'
            cand list 'List the logins that are kept, the latest first'
        }
        &'litellm-proxy;help;auth;print-token'= {
        }
        &'litellm-proxy;help;auth;list'= {
        }
        &'litellm-proxy;help;config'= {
            cand get 'Show a setting, or all of them'
            cand set 'Set a setting'
            cand unset 'Remove a setting'
        }
        &'litellm-proxy;help;config;get'= {
        }
        &'litellm-proxy;help;config;set'= {
        }
        &'litellm-proxy;help;config;unset'= {
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
