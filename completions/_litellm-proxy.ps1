# Registers the completions of litellm-proxy in PowerShell. The candidates come from the program itself.
Register-ArgumentCompleter -Native -CommandName 'litellm-proxy' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = [Math]::Min($cursorPosition - $commandAst.Extent.StartOffset, $commandAst.Extent.Text.Length)
    $typed = $commandAst.Extent.Text.Substring(0, $length)
    if ($wordToComplete -eq '') { $typed += ' ' }
    $previous = $env:COMPLETE
    $env:COMPLETE = 'powershell'
    # Older versions of PowerShell do not hand over double quotes as they are.
    litellm-proxy -- $typed.Replace('"', "'") 2>$null | ForEach-Object {
        $inserted, $shown, $help = $_.Split("`t")
        [System.Management.Automation.CompletionResult]::new($inserted, $shown, 'ParameterValue', $help)
    }
    $env:COMPLETE = $previous
}
