package io.photon.cli.docs;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** What bash needs beyond picocli's own script: names of streams and projections, asked of the daemon. */
final class BashStreams {

    private BashStreams() {}

    static String of(CommandSpec root) {
        return String.join(
                "\n",
                "",
                "# Names of streams and projections, where picocli's script knows nothing to offer.",
                "_photon_with_streams() {",
                "  _complete_photon",
                "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\" name",
                "  local what=streams",
                "  [[ ${#COMPREPLY[@]} -gt 0 || \"$cur\" == -* ]] && return 0",
                "  case \"${COMP_WORDS[*]:1:2}\" in",
                "    " + places(root, "STREAM") + ") ;;",
                "    " + places(root, "PROJECTION") + ") what=projection ;;",
                "    *) [[ \"$prev\" == --stream ]] || return 0 ;;",
                "  esac",
                "  [[ \"$prev\" != --stream ]] || what=streams",
                "  while IFS= read -r name; do",
                "    COMPREPLY+=(\"$(printf '%q' \"$name\")\")",
                "  done < <(photon \"$what\" list -o raw --timeout 2s --prefix \"$cur\" 2>/dev/null | head -n 100)",
                "}",
                "complete -F _photon_with_streams -o default photon photon.sh photon.bash",
                "");
    }

    /** A pattern for the first two words of commands that take such a name. */
    private static String places(CommandSpec root, String label) {
        return Commands.all(root).stream()
                .filter(command -> command.positionalParameters().stream()
                        .anyMatch(p -> p.paramLabel().equals(label)))
                .map(command -> command.qualifiedName().substring(root.name().length() + 1))
                .map(words -> "\"" + words + "\"" + (words.contains(" ") ? "" : "*"))
                .collect(Collectors.joining("|"));
    }
}
