// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.Report;
import java.io.Closeable;
import picocli.CommandLine.Mixin;

/**
 * What nearly all commands have in common that ask a service over a network: the usual formats.
 *
 * @param <C> by which they ask
 */
public abstract class AskingCommand<C extends Closeable> extends NetworkCommand<C> {

    @Mixin
    protected OutputOptions output;

    @Override
    protected final Report report() {
        return output.open(spec);
    }
}
