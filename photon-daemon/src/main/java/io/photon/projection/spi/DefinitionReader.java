// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import io.photon.result.Result;

/** Reads a projection from a file's text, as {@code *.edn} in {@code projections.path} holds it. Thread-safe. */
public interface DefinitionReader {

    /**
     * @param text of the file
     * @param file its name, for messages
     * @return BAD_INPUT with line and column when it is no projection; the code is not compiled yet
     */
    Result<Definition> read(String text, String file);
}
