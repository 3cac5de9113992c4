package io.photon.cli.docs;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** What bash needs beyond picocli's own script: names of streams, asked of the daemon. */
final class BashStreams {

    private BashStreams() {}

    static String of(CommandSpec root) {
        String places = Commands.all(root).stream()
                .filter(command -> command.positionalParameters().stream()
                        .anyMatch(p -> p.paramLabel().equals("STREAM")))
                .map(command -> command.qualifiedName().substring(root.name().length() + 1))
                .map(words -> "\"" + words + "\"" + (words.contains(" ") ? "" : "*"))
                .collect(Collectors.joining("|"));
        return String.join(
                "\n",
                "",
                "# Names of streams, where picocli's script knows nothing to offer.",
                "_photon_with_streams() {",
                "  _complete_photon",
                "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\" name",
                "  [[ ${#COMPREPLY[@]} -gt 0 || \"$cur\" == -* ]] && return 0",
                "  case \"${COMP_WORDS[*]:1:2}\" in",
                "    " + places + ") ;;",
                "    *) [[ \"$prev\" == --stream ]] || return 0 ;;",
                "  esac",
                "  while IFS= read -r name; do",
                "    COMPREPLY+=(\"$(printf '%q' \"$name\")\")",
                "  done < <(photon streams list -o raw --limit 100 --timeout 2s --prefix \"$cur\" 2>/dev/null)",
                "}",
                "complete -F _photon_with_streams -o default photon photon.sh photon.bash",
                "");
    }
}
