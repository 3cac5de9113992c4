// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.PhotonCommand;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CompletionsTest {

    private final Completions completions = new Completions(
            PhotonCommand.all(CommandLine.defaultFactory()).getCommandSpec(),
            (what, written, stream) -> List.of(what + "/" + written + "/" + stream));

    private List<String> after(String line) {
        return completions.of(line).stream().map(Completions.Proposal::text).toList();
    }

    @Test
    void commandsComeFirstWithTheShellsOwnAndWithoutWhatCannotRunHere() {
        List<String> first = after("");
        assertTrue(first.containsAll(List.of("emit", "replay", "streams", "history", "watch")), first.toString());
        assertFalse(first.contains("serve") || first.contains("shell"), first.toString());
        assertTrue(after("watch 2s ").contains("replay"));
        assertTrue(after("photon streams ").containsAll(List.of("list", "show")));
        assertTrue(
                after("help projection ").contains("create"),
                after("help projection ").toString());
        assertTrue(after("help ").contains("exit-codes"));
    }

    @Test
    void eachPlaceGetsItsOwnNamesAndValues() {
        assertEquals(List.of("globs/or/"), after("replay or"));
        assertEquals(List.of("streams//"), after("streams show "));
        assertEquals(List.of("projections/s/"), after("projection query s"));
        assertEquals(List.of("hot-cold", "cold", "hot"), after("replay orders --type "));
        assertEquals(List.of("event-types//orders"), after("replay orders --event-type "));
        assertEquals(List.of("fields/.payload.t/orders"), after("replay --type cold orders --where '.payload.t"));
        assertEquals(List.of("fields/.pay/orders"), after("replay orders --type cold | jq .pay"));
        assertEquals(List.of("event-types//orders"), after("emit --stream orders --type "));
        assertTrue(after("replay orders --").containsAll(List.of("--backwards", "--url")));
        assertEquals(List.of("jq", "!"), after("replay orders | "));
        assertEquals(List.of("contexts/pr/"), after("streams list --context pr"));
        assertEquals(List.of("contexts//"), after("context use "));
        assertEquals(List.of(), after("context add "));
        assertEquals(List.of(), after("streams show orders "));
    }

    @Test
    void theHintIsTheNextArgument() {
        assertTrue(completions.hint("streams show ").startsWith("STREAM: "), completions.hint("streams show "));
        assertTrue(completions.hint("replay orders --last ").startsWith("N: "));
        assertTrue(completions.hint("event get orders ").startsWith("ORDER-ID: "));
        assertTrue(completions.hint("projection ").startsWith("one of: "));
        assertEquals("", completions.hint("streams show orders "));
        assertEquals("", completions.hint("replay orders | jq "));
    }

    @Test
    void aMistypedWordOfTheShellIsRecognisedUnlessACommandIsMeant() {
        List<String> commands = List.of("emit", "streams", "help");
        assertEquals(Optional.of("exit"), Completions.meant("exti", commands));
        assertEquals(Optional.empty(), Completions.meant("history", commands));
        assertEquals(Optional.empty(), Completions.meant("emti", commands));
        assertEquals(Optional.empty(), Completions.meant("stre", commands));
    }
}
