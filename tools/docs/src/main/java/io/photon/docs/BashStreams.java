// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import io.photon.cli.shell.ArgumentNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What bash needs beyond picocli's own script: names that the daemon knows, settings with one dash, and what
 * {@code help} explains.
 */
final class BashStreams {

    private BashStreams() {}

    static String of(CommandSpec root) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "# What photon help explains, after the words that are there.",
                "_photon_help_words() {",
                "  case \"$1\" in"));
        CommandSpec help = CommandModel.child(root, "help");
        for (CommandSpec below : CommandModel.all(root)) {
            List<String> words = CommandModel.helpWords(help, below);
            if (!words.isEmpty()) {
                lines.add("    \"" + CommandModel.path(below) + "\") echo \"" + String.join(" ", words) + "\" ;;");
            }
        }
        CommandSpec serve = CommandModel.child(root, "serve");
        lines.addAll(List.of(
                "  esac",
                "}",
                "",
                "# Whether a name stands already after the words of a command that takes one.",
                "_photon_has_name() {",
                "  local i words=1 end=$COMP_CWORD whole=\"${COMP_LINE:0:COMP_POINT}\" joined=''",
                "  whole=\"${whole##*[[:space:]]}\"",
                "  for ((i = COMP_CWORD; i > 1; i--)); do # bash breaks words at : = and @",
                "    joined=\"${COMP_WORDS[i]}$joined\"",
                "    [[ \"$joined\" == \"$whole\" ]] && end=$i && break",
                "  done",
                "  case \"${COMP_WORDS[*]:1:2}\" in",
                "    "
                        + patterns(
                                root,
                                command ->
                                        command.positionalParameters().stream().anyMatch(CommandModel::isMany))
                        + ") return 1 ;;",
                "    " + twoWords(root) + ") words=2 ;;",
                "  esac",
                "  for ((i = words + 1; i < end; i++)); do",
                "    case \"${COMP_WORDS[i]}\" in",
                "      " + String.join("|", CommandModel.valued(root)) + ") ((i++)) ;;",
                "      -*) ;;",
                "      *) return 0 ;;",
                "    esac",
                "  done",
                "  return 1",
                "}",
                "",
                "# Names that the daemon knows, settings with one dash, and the words of help, where picocli's script knows",
                "# nothing to offer. What is printed is quoted for the place where the cursor is.",
                "_photon_with_streams() {",
                "  local -a words=() parts=()",
                "  local word rest=\"$COMP_LINE\"",
                "  for word in \"${COMP_WORDS[@]:0:COMP_CWORD+1}\"; do # bash breaks words at : = and @",
                "    if [[ ${#words[@]} -gt 0 && -n \"$word\" && \"${rest#\"$word\"}\" != \"$rest\" ]]; then",
                "      words[${#words[@]}-1]+=\"$word\"",
                "    else",
                "      words+=(\"$word\")",
                "    fi",
                "    rest=\"${rest#*\"$word\"}\"",
                "  done",
                "  for word in \"${words[@]}\"; do",
                "    if [[ \"$word\" == --*=* ]]; then",
                "      parts+=(\"${word%%=*}\" \"${word#*=}\")",
                "    else",
                "      parts+=(\"$word\")",
                "    fi",
                "  done",
                "  local -a COMP_WORDS=(\"${parts[@]}\")",
                "  local COMP_CWORD=$((${#parts[@]} - 1))",
                "  _complete_photon",
                "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\" what='' name",
                "  if [[ \"${COMP_WORDS[1]}\" == help && $COMP_CWORD -gt 1 && \"$cur\" != -* ]]; then",
                "    COMPREPLY=($(compgen -W \"$(_photon_help_words \"${COMP_WORDS[*]:2:COMP_CWORD-2}\")\" -- \"$cur\"))",
                "    return 0",
                "  fi",
                "  if [[ \"${COMP_WORDS[1]}\" == serve && \"$cur\" == -[!-]* ]]; then",
                "    COMPREPLY+=($(compgen -W \"" + String.join(" ", CommandModel.settings(serve)) + "\" -- \"$cur\"))",
                "  fi",
                "  [[ ${#COMPREPLY[@]} -gt 0 || \"$cur\" == -* ]] && return 0",
                "  case \"${COMP_WORDS[*]:1:2} $prev\" in"));
        lines.addAll(options(root));
        lines.addAll(List.of("  esac", "  if [[ -z $what ]]; then", "    case \"${COMP_WORDS[*]:1:2}\" in"));
        lines.addAll(places(root));
        lines.addAll(List.of(
                "    esac",
                "    _photon_has_name && return 0",
                "  fi",
                "  while IFS= read -r name; do",
                "    COMPREPLY+=(\"$name\")",
                "  done < <(photon __complete bash \"$what\" \"${COMP_LINE:0:COMP_POINT}\" 2>/dev/null)",
                "}",
                "complete -F _photon_with_streams -o default photon photon.sh photon.bash",
                ""));
        return String.join("\n", lines);
    }

    /** Which names an option takes, by the command's first word and the option. */
    private static List<String> options(CommandSpec root) {
        List<String> lines = new ArrayList<>();
        for (CommandSpec command : CommandModel.all(root)) {
            for (OptionSpec option : CommandModel.options(command)) {
                String names = ArgumentNames.of(command, option);
                if (!names.isEmpty()) {
                    for (String name : option.names()) {
                        lines.add(place(command, names) + "\" " + name + "\") what=" + names + " ;;");
                    }
                }
            }
        }
        return lines.stream().distinct().toList();
    }

    /** Contexts are given to all commands, also before the command's own word. */
    private static String place(CommandSpec command, String names) {
        return names.equals("contexts") ? "    *" : "    \"" + CommandModel.path(command) + "\"*";
    }

    /** Which names the words of a command are. */
    private static List<String> places(CommandSpec root) {
        List<String> lines = new ArrayList<>();
        for (CommandSpec command : CommandModel.all(root)) {
            for (PositionalParamSpec parameter : command.positionalParameters()) {
                String names = ArgumentNames.of(command, parameter);
                if (!names.isEmpty()) {
                    lines.add("      " + pattern(CommandModel.path(command)) + ") what=" + names + " ;;");
                }
            }
        }
        lines.add("      *) return 0 ;;");
        return lines;
    }

    private static String twoWords(CommandSpec root) {
        return CommandModel.all(root).stream()
                .map(CommandModel::path)
                .filter(path -> path.contains(" "))
                .map(path -> "\"" + path + "\"")
                .collect(Collectors.joining("|"));
    }

    private static String patterns(CommandSpec root, Predicate<CommandSpec> wanted) {
        return CommandModel.all(root).stream()
                .filter(wanted)
                .map(CommandModel::path)
                .map(BashStreams::pattern)
                .collect(Collectors.joining("|"));
    }

    /** A pattern for the first two words of a command. */
    private static String pattern(String words) {
        return "\"" + words + "\"" + (words.contains(" ") ? "" : "|\"" + words + " \"*");
    }
}
