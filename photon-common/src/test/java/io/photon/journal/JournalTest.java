// SPDX-License-Identifier: Apache-2.0
package io.photon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {

    private final Journal journal = new Journal();

    private void warn(long timeMs, String message) {
        journal.add(timeMs, Journal.Level.WARN, "store", message);
    }

    private static List<String> messages(List<Journal.Entry> entries) {
        return entries.stream().map(Journal.Entry::message).toList();
    }

    @Test
    void whatHappensAgainIsCountedAndStandsAtTheEndWithTheTimeItBegan() {
        warn(10, "a");
        warn(20, "b");
        warn(30, "a");
        List<Journal.Entry> all = journal.after(0, 10);
        assertEquals(List.of("b", "a"), messages(all));
        assertEquals(new Journal.Entry(3, 30, 10, 2, Journal.Level.WARN, "store", "a"), all.get(1));
        journal.add(40, Journal.Level.ERROR, "store", "a");
        assertEquals(3, journal.after(0, 10).size(), "another level is another problem");
    }

    @Test
    void onlyWhatIsNewerIsToldAndOfThatTheNewest() {
        for (int i = 1; i <= 9; i++) {
            warn(i, "m" + i);
        }
        assertEquals(List.of("m8", "m9"), messages(journal.after(7, 100)));
        assertEquals(List.of("m9"), messages(journal.after(0, 1)));
        assertEquals(List.of(), journal.after(9, 100));
        assertEquals(9, journal.last());
        assertEquals(9, journal.total(Journal.Level.WARN));
    }

    @Test
    void noNumberOfRefusedLoginsPushesOutAWarning() {
        warn(1, "the disk is slow");
        for (int i = 0; i < 10_000; i++) {
            journal.add(i, Journal.Level.REFUSED, "logins", "from 10.0.0." + i);
        }
        List<Journal.Entry> all = journal.after(0, 1_000);
        assertEquals(1 + Journal.MAX_REFUSALS, all.size());
        assertEquals("the disk is slow", all.get(0).message());
        assertEquals("from 10.0.0.9999", all.get(all.size() - 1).message());
        for (int i = 0; i < 10_000; i++) {
            warn(i, "warning " + i);
        }
        assertEquals(
                Journal.MAX_PROBLEMS + Journal.MAX_REFUSALS,
                journal.after(0, 1_000).size());
    }

    @Test
    void whatHappenedAgainOfLateOutlivesWhatHappenedOnceBefore() {
        warn(1, "again and again");
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < Journal.MAX_PROBLEMS * 2 / 3; j++) {
                warn(j, "once " + i + " " + j);
            }
            if (i == 0) {
                warn(2, "again and again");
            }
        }
        assertTrue(messages(journal.after(0, 1_000)).contains("again and again"));
    }

    @Test
    void aLongMessageIsCutBetweenCharacters() {
        warn(1, "x" + "🚀".repeat(600));
        String kept = journal.after(0, 1).get(0).message();
        assertEquals(Journal.MAX_MESSAGE, kept.length(), 1);
        assertFalse(Character.isHighSurrogate(kept.charAt(kept.length() - 2)), kept);
    }

    @ParameterizedTest
    @CsvSource({
        "io.photon.store.h2.MirrorThread, SQL copy",
        "io.photon.store.file.Healer, store",
        "io.photon.storekeeper.X, daemon",
        "io.photon.muon.transport.amqp.Session, Muon",
        "io.undertow.request, HTTP",
        "org.example.Library, Library",
        "plain, plain"
    })
    void aLoggerIsCalledByThePartOfTheDaemonThatPeopleKnow(String logger, String words) {
        assertEquals(words, Sources.words(logger));
    }
}
