// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The user's editor, for lines that are longer than a line. */
final class Editor {

    private final String program;

    Editor(Map<String, String> environment) {
        String visual = environment.getOrDefault("VISUAL", "");
        String editor = visual.isEmpty() ? environment.getOrDefault("EDITOR", "") : visual;
        this.program = editor.isEmpty() ? "vi" : editor;
    }

    /** What the user made of a text. @throws IOException when the editor failed: nothing of it counts then */
    String edit(String text) throws IOException, InterruptedException {
        Path file = Files.createTempFile("photon-", ".txt"); // readable by its owner only
        try {
            Files.writeString(file, text.isEmpty() ? "" : text + "\n");
            int code = new ProcessBuilder(List.of("sh", "-c", program + " \"$1\"", "sh", file.toString()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException(program + " ended with " + code);
            }
            return Files.readString(file).strip();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
