// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Filter;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All streams: how many events, how fast, since when. */
final class StreamsPage extends TopPage {

    private final StreamTable table = new StreamTable("STREAM", true);
    private boolean isAll = true;
    private String prefix = "";

    /** Only streams that begin so, or that a glob such as {@code order*} fits, are listed from now on. */
    void named(String next) {
        int wild = 0;
        while (wild < next.length() && "*?".indexOf(next.charAt(wild)) < 0) {
            wild++;
        }
        prefix = next.substring(0, wild);
        boolean isPrefix = next.substring(wild).matches("\\**");
        table.sheet().filter(isPrefix ? Filter.NONE : Filter.of(expression(next)));
    }

    /** A glob as the regular expression that the filter shows. */
    private static String expression(String glob) {
        StringBuilder expression = new StringBuilder("^");
        glob.replace("**", "*").chars().forEach(c -> {
            if (c == '*') {
                expression.append(".*");
            } else if (c == '?') {
                expression.append('.');
            } else {
                expression.append("\\.[]{}()+-^$|/".indexOf(c) >= 0 ? "\\" : "").append((char) c);
            }
        });
        return expression.toString();
    }

    String prefix() {
        return prefix;
    }

    @Override
    public String title() {
        return "streams";
    }

    @Override
    public String command() {
        return "photon streams list" + (prefix.isEmpty() ? "" : ShellWords.option("--prefix", prefix));
    }

    @Override
    public Sheet<?> sheet() {
        return table.sheet();
    }

    @Override
    public @Nullable TopPage enter() {
        return table.enter();
    }

    @Override
    public List<Action> actions() {
        ListedStream row = table.sheet().selection();
        return row == null
                ? List.of()
                : List.of(new Action(
                        'D',
                        "delete the stream's events, for good",
                        "photon streams delete",
                        row.name(),
                        "--yes",
                        new Need(Need.Kind.DELETE_STREAM, row.name(), 0)));
    }

    @Override
    public void look(Moment moment) {
        table.at(moment);
        Reading now = moment.now();
        if (now != null) {
            isAll = now.isAllStreams();
            table.sheet().rows(now.streams(), now.atMs());
        }
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        table.at(moment);
        int last = isAll ? bottom : bottom - 1;
        table.paint(frame, top, last);
        if (!isAll) {
            frame.put(
                    1,
                    last,
                    table.sheet().sizeOfAll()
                            + " streams: the busiest, and the first by name; :streams PREFIX shows others",
                    Tone.DIM);
        }
    }
}
