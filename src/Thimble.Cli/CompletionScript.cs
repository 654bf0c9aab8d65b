namespace Thimble.Cli;

/// <summary>A script by which a shell asks <see cref="CompletedWords"/> what a word may become.</summary>
/// <param name="Shell">The shell.</param>
/// <param name="Use">The line that turns it on, with where to put it.</param>
/// <param name="Text">The script.</param>
internal sealed record CompletionScript(string Shell, string Use, string Text)
{
    /// <summary>Those there are.</summary>
    public static IReadOnlyList<CompletionScript> All { get; } =
    [
        new(
            "bash",
            "source <(thimble completion bash)                    in ~/.bashrc",
            """
            # Completion of thimble's command line. File names where there is nothing else.
            _thimble() {
                local line=${COMP_LINE:0:COMP_POINT} IFS=$'\n'
                COMPREPLY=($("$1" "[suggest:${#line}]" "$line" 2>/dev/null))
            }
            complete -o default -o bashdefault -F _thimble thimble

            """),
        new(
            "zsh",
            "source <(thimble completion zsh)                     in ~/.zshrc, after compinit",
            """
            # Completion of thimble's command line. File names where there is nothing else.
            _thimble() {
                local line="${words[1,CURRENT]}"
                local -a found
                found=(${(f)"$("$words[1]" "[suggest:${#line}]" "$line" 2>/dev/null)"})
                if (( ${#found} )); then compadd -- $found; else _files; fi
            }
            compdef _thimble thimble

            """),
        new(
            "fish",
            "thimble completion fish | source                     in ~/.config/fish/config.fish",
            """
            # Completion of thimble's command line, beside file names.
            function __thimble_words
                set -l line (commandline -cp)
                thimble "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c thimble -a '(__thimble_words)'

            """),
        new(
            "pwsh",
            "thimble completion pwsh | Out-String | Invoke-Expression    in $PROFILE",
            """
            # Completion of thimble's command line.
            Register-ArgumentCompleter -Native -CommandName thimble -ScriptBlock {
                param($word, $command, $cursor)
                $line = $command.ToString().PadRight($cursor).Substring(0, $cursor)
                thimble "[suggest:$($line.Length)]" "$line" 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """),
    ];
}
