// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.Console;
import io.photon.cli.output.Report;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/**
 * What nearly all commands have in common that ask a service over a network: the usual formats.
 *
 * @param <C> by which they ask
 */
public abstract class AskingCommand<C extends Closeable> extends NetworkCommand<C> {

    @Mixin
    protected final OutputOptions output = new OutputOptions();

    /** Known when the words were plain, else null. */
    private @Nullable Report plain;

    @Override
    protected final Report report() {
        return plain != null ? plain : output.open(spec);
    }

    /** Shows what it says as this report does, for there is no model of the command line. */
    public final void showPlainly(String name, Console console) {
        plain = output.openPlain(name, console);
    }

    /** Sets an option that every command of this kind has. */
    protected final boolean setSharedFlag(String option) {
        return output.setFlag(option) || connection.setFlag(option);
    }

    /** Sets an option that every command of this kind has to a value. */
    protected final boolean setSharedValue(String option, String value) {
        return output.setValue(option, value) || connection.setValue(option, value);
    }
}
