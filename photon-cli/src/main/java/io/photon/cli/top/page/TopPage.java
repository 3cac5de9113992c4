// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.result.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown below the header: a view, or what one came to from there. State, without I/O; one thread. */
public abstract class TopPage {

    /** What stands in the line above it. */
    public abstract String title();

    /** The {@code photon} command that shows the same. */
    public abstract String command();

    /** Whether it shows how fast the daemon is, so that the header need not. */
    public boolean showsSpeeds() {
        return false;
    }

    /** Takes in what a moment tells, before keys and painting. */
    public void look(Moment moment) {}

    /** Paints into the rows from {@code top} to before {@code bottom}. */
    public abstract void paint(Frame frame, int top, int bottom, Moment moment);

    /** The rows that the usual keys move in, null when there are none. */
    public @Nullable Sheet<?> sheet() {
        return null;
    }

    /** A key that means something here alone. @return whether it does */
    public boolean key(Key key) {
        return false;
    }

    /** What a key asks the user to type, e.g. a condition; null when it asks for nothing. The text comes by {@link #typed}. */
    public @Nullable String asksFor(Key key) {
        return null;
    }

    /** What was typed. */
    public void typed(String text) {}

    /** Whether it holds data at all, now or once it is read. */
    boolean exports() {
        return true;
    }

    /** What it holds as data for a file, null when it holds none. */
    public @Nullable List<Exported> exported() {
        return sheet() == null ? null : sheet().exported();
    }

    /** Whether {@link #enter} leads to a page. */
    boolean opens() {
        return sheet() != null && sheet().selection() != null;
    }

    /** The page below the selected row, null when there is none. */
    public @Nullable TopPage enter() {
        return null;
    }

    /** What it wants to know; asked after each key and each reading, so it asks once for the same. */
    public List<Need> needs(Moment moment) {
        return List.of();
    }

    /** What it asked for. */
    public void answered(Need need, Result<byte[]> answer) {}

    /** What can be done with the selection. */
    public List<Action> actions() {
        return List.of();
    }

    /** What {@code y} copies, null for nothing: the name of the selected row, unless a page has something better. */
    public @Nullable String copied() {
        return sheet() == null ? null : sheet().selectedName();
    }

    /** The most important of its own keys for the last line, each with a word. */
    List<String> shortKeys() {
        return List.of();
    }

    /** The keys of this page in addition to the usual, for the help: key and meaning in turn. */
    List<String> keys() {
        return List.of();
    }
}
