# The package for Nix; flake.nix offers it.
{
  lib,
  rustPlatform,
  installShellFiles,
}:
let
  manifest = lib.importTOML ../Cargo.toml;
in
rustPlatform.buildRustPackage {
  pname = "litellm-proxy-cli";
  version = manifest.workspace.package.version;
  src = lib.cleanSource ../.;
  cargoLock.lockFile = ../Cargo.lock;
  buildType = "dist";
  cargoBuildFlags = [ "--package=litellm-proxy" ];
  # The tests start servers and look for a home directory.
  doCheck = false;
  nativeBuildInputs = [ installShellFiles ];
  postInstall = ''
    $out/bin/litellm-proxy man --dir man
    installManPage man/*.1
    installShellCompletion completions/litellm-proxy.bash completions/_litellm-proxy completions/litellm-proxy.fish
    ln -s litellm-proxy $out/bin/litellm-proxy-cli
  '';
  meta = {
    description = manifest.package.description;
    license = lib.licenses.mit;
    mainProgram = "litellm-proxy";
  };
}
