// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Answer;
import io.photon.api.Download;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.List;
import java.util.Optional;

/** An object with a list, turn by turn however long it is, an entry a line. Holds nothing. For one thread at a time. */
final class PageChunks implements Download {

    private static final int TURN = 1_000;

    private final Answer.Page page;
    private boolean begun;
    private boolean ended;

    PageChunks(Answer.Page page) {
        this.page = page;
    }

    /** One whose entries are all there, on one line. */
    static Result<byte[]> whole(Answer.Page page) {
        return page.entries()
                .next(Integer.MAX_VALUE)
                .map(entries -> Utf8.bytes(begin(page) + String.join(",", entries) + "]}"));
    }

    private static String begin(Answer.Page page) {
        return "{\"" + page.list() + "\":[";
    }

    @Override
    public Result<Optional<byte[]>> next() {
        return ended
                ? Result.ok(Optional.empty())
                : page.entries().next(TURN).map(entries -> Optional.of(Utf8.bytes(text(entries))));
    }

    private String text(List<String> entries) {
        StringBuilder text = new StringBuilder(64 + entries.size() * 100);
        if (!begun) {
            text.append(begin(page));
        }
        for (String entry : entries) {
            text.append(begun ? ",\n" : "\n").append(entry);
            begun = true;
        }
        begun = true;
        ended = entries.size() < TURN;
        return text.append(ended ? "]}\n" : "").toString();
    }

    @Override
    public void close() {
        // Its entries are read anew in each turn.
    }
}
