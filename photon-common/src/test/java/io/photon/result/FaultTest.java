// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void aMessageIsToldWithoutTheClassOfItsException() {
        assertEquals("disk full", Fault.words(new IOException("disk full")));
        assertEquals("disk full", Fault.words(new UncheckedIOException(new IOException("disk full"))));
        assertEquals("it broke off", Fault.words(new CompletionException(new IllegalStateException("it\n broke off"))));
    }

    @Test
    void aFaultThatSaysNothingIsToldByItsKind() {
        assertEquals("a fault inside Photon (null pointer)", Fault.words(new NullPointerException()));
        assertEquals("a fault inside Photon (unknown)", Fault.words(new RuntimeException() {
            private static final long serialVersionUID = 1L;
        }));
        assertEquals("a fault inside Photon (stack overflow)", Fault.words(new StackOverflowError()));
    }

    @Test
    void whatTheJvmSaysOfClassesIsForTheLog() {
        Object text = "text";
        try {
            assertEquals(1, (Integer) text);
        } catch (ClassCastException e) {
            assertEquals("a fault inside Photon (class cast)", Fault.words(e));
        }
    }

    @Test
    void whereSomethingHappenedComesAfterWhatHappened() {
        assertEquals("access denied: /data", Fault.words(new AccessDeniedException("/data")));
        assertEquals("out of memory: Java heap space", Fault.words(new OutOfMemoryError("Java heap space")));
    }
}
