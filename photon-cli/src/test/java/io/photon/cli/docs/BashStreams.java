package io.photon.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What bash needs beyond picocli's own script: names of streams and projections, asked of the daemon; settings with one
 * dash; and what {@code help} explains.
 */
final class BashStreams {

    private BashStreams() {}

    static String of(CommandSpec root) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "# What photon help explains, after the words that are there.",
                "_photon_help_words() {",
                "  case \"$1\" in"));
        CommandSpec help = Commands.child(root, "help");
        for (CommandSpec below : Commands.all(root)) {
            List<String> words = Commands.helpWords(help, below);
            if (!words.isEmpty()) {
                lines.add("    \"" + Commands.path(below) + "\") echo \"" + String.join(" ", words) + "\" ;;");
            }
        }
        CommandSpec serve = Commands.child(root, "serve");
        lines.addAll(List.of(
                "  esac",
                "}",
                "",
                "# Whether a name stands already after the words of a command that takes one.",
                "_photon_has_name() {",
                "  local i words=1",
                "  case \"${COMP_WORDS[*]:1:2}\" in",
                "    "
                        + patterns(
                                root,
                                command ->
                                        command.positionalParameters().stream().anyMatch(Commands::isMany))
                        + ") return 1 ;;",
                "    " + twoWords(root) + ") words=2 ;;",
                "  esac",
                "  for ((i = words + 1; i < COMP_CWORD; i++)); do",
                "    case \"${COMP_WORDS[i]}\" in",
                "      " + String.join("|", Commands.valued(root)) + ") ((i++)) ;;",
                "      -*) ;;",
                "      *) return 0 ;;",
                "    esac",
                "  done",
                "  return 1",
                "}",
                "",
                "# Names of streams and projections, settings with one dash, and the words of help, where picocli's script",
                "# knows nothing to offer.",
                "_photon_with_streams() {",
                "  _complete_photon",
                "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\" name",
                "  local what=streams glob='' asked=\"\"",
                "  if [[ \"${COMP_WORDS[1]}\" == help && $COMP_CWORD -gt 1 && \"$cur\" != -* ]]; then",
                "    COMPREPLY=($(compgen -W \"$(_photon_help_words \"${COMP_WORDS[*]:2:COMP_CWORD-2}\")\" -- \"$cur\"))",
                "    return 0",
                "  fi",
                "  if [[ \"${COMP_WORDS[1]}\" == serve && \"$cur\" == -[!-]* ]]; then",
                "    COMPREPLY+=($(compgen -W \"" + String.join(" ", Commands.settings(serve)) + "\" -- \"$cur\"))",
                "  fi",
                "  [[ ${#COMPREPLY[@]} -gt 0 || \"$cur\" == -* ]] && return 0",
                "  case \"${COMP_WORDS[*]:1:2}\" in",
                "    " + places(root, "STREAM") + ") ;;",
                "    " + places(root, "PROJECTION") + ") what=projection ;;",
                "    *) [[ \"$prev\" == --stream ]] || return 0 ;;",
                "  esac",
                "  if [[ \"$prev\" == --stream ]]; then",
                "    what=streams",
                "  else",
                "    _photon_has_name && return 0",
                "  fi",
                "  # Where a name with * or ? would be a glob, it gets backslashes.",
                "  case \"${COMP_WORDS[*]:1:2}\" in",
                "    " + patterns(root, Commands::takesGlobs) + ") glob=1 ;;",
                "  esac",
                "  asked=\"${cur//[\\\\\\'\\\"]/}\"",
                "  while IFS= read -r name; do",
                "    if [[ -n \"$glob\" && $what == streams && \"$name\" == *[*?]* ]]; then",
                "      name=\"${name//\\\\/\\\\\\\\}\"",
                "      name=\"${name//\\*/\\\\*}\"",
                "      name=\"${name//\\?/\\\\?}\"",
                "    fi",
                "    [[ \"$cur\" == [\\'\\\"]* ]] || name=\"$(printf '%q' \"$name\")\"",
                "    [[ \"$name\" != \"${cur#[\\'\\\"]}\"* ]] || COMPREPLY+=(\"$name\")",
                "  done < <(photon \"$what\" list -o raw --timeout 2s --prefix \"$asked\" 2>/dev/null | head -n 100)",
                "}",
                "complete -F _photon_with_streams -o default photon photon.sh photon.bash",
                ""));
        return String.join("\n", lines);
    }

    /** A pattern for the first two words of commands that take such a name. */
    private static String places(CommandSpec root, String label) {
        return patterns(
                root,
                command -> command.positionalParameters().stream()
                        .anyMatch(p -> p.paramLabel().equals(label)));
    }

    private static String twoWords(CommandSpec root) {
        return Commands.all(root).stream()
                .map(Commands::path)
                .filter(path -> path.contains(" "))
                .map(path -> "\"" + path + "\"")
                .collect(Collectors.joining("|"));
    }

    private static String patterns(CommandSpec root, Predicate<CommandSpec> wanted) {
        return Commands.all(root).stream()
                .filter(wanted)
                .map(Commands::path)
                .map(words -> "\"" + words + "\"" + (words.contains(" ") ? "" : "|\"" + words + " \"*"))
                .collect(Collectors.joining("|"));
    }
}
