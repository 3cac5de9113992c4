// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.output.TerminalSafe;
import io.photon.cli.top.reading.Need;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "it's \"all\" $(id) `x` \\n",
                "new\nline\tand 'quote' \\ 7",
                "\u001b[31mred\u00071",
                "\u202eturned ströme 日本 👩\u200d👧",
                "\u0085"
            })
    void aNameIsShownAsItIsAndReadByAShellAsItIs(String name) throws Exception {
        String word = ShellWords.word(name);
        assertEquals(word, TerminalSafe.text(word), "what is shown is what is typed");
        ProcessBuilder command = new ProcessBuilder("bash", "-c", "printf %s " + word);
        command.environment().put("LC_ALL", "C.UTF-8"); // in which \\u is a character
        Process bash = command.start();
        assertTrue(bash.waitFor(20, TimeUnit.SECONDS));
        assertEquals(name, new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void aNameThatLooksLikeAnOptionStandsAfterTheLastOption() {
        Action delete = new Action(
                'D',
                "delete it",
                "photon streams delete",
                "-x y",
                "--yes",
                new Need(Need.Kind.DELETE_STREAM, "-x y", 0));
        assertEquals("photon streams delete --yes -- '-x y'", delete.command(""));
        assertEquals("photon streams delete --yes --confirm prod -- '-x y'", delete.command("--confirm prod"));
        assertEquals("photon replay a --type hot", ShellWords.command("photon replay", "a", "--type hot"));
        assertEquals(" --prefix=-x", ShellWords.option("--prefix", "-x"));
    }
}
