# The formula of Homebrew, for a tap.
class LitellmProxyCli < Formula
  desc "{{description}}"
  homepage "{{repository}}"
  version "{{version}}"
  license "{{license}}"

  on_macos do
    on_arm do
      url "{{download litellm-proxy-aarch64-apple-darwin.tar.gz}}"
      sha256 "{{sha256 litellm-proxy-aarch64-apple-darwin.tar.gz}}"
    end
    on_intel do
      url "{{download litellm-proxy-x86_64-apple-darwin.tar.gz}}"
      sha256 "{{sha256 litellm-proxy-x86_64-apple-darwin.tar.gz}}"
    end
  end

  on_linux do
    on_arm do
      url "{{download litellm-proxy-aarch64-unknown-linux-musl.tar.gz}}"
      sha256 "{{sha256 litellm-proxy-aarch64-unknown-linux-musl.tar.gz}}"
    end
    on_intel do
      url "{{download litellm-proxy-x86_64-unknown-linux-musl.tar.gz}}"
      sha256 "{{sha256 litellm-proxy-x86_64-unknown-linux-musl.tar.gz}}"
    end
  end

  def install
    bin.install "litellm-proxy"
    bin.install_symlink "litellm-proxy" => "litellm-proxy-cli"
    man1.install Dir["man/man1/*.1"]
    bash_completion.install "completions/litellm-proxy.bash" => "litellm-proxy"
    zsh_completion.install "completions/_litellm-proxy"
    fish_completion.install "completions/litellm-proxy.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/litellm-proxy --version")
    assert_match "gpt-4o", shell_output("#{bin}/litellm-proxy sandbox exec -- #{bin}/litellm-proxy models list")
  end
end
