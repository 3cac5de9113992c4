// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TerminalSafeTest {

    @Test
    void aCaretStaysUnderItsPlaceAndNoOtherLineCanBeForged() {
        assertEquals(
                String.join(System.lineSeparator(), "line 1, column 3: no\\u001b", "  .a[\\u0007", "    ^"),
                TerminalSafe.message("line 1, column 3: no\u001b\n  .a[\u0007\n    ^"));
        assertEquals("a\\u000aphoton: all is well", TerminalSafe.message("a\nphoton: all is well"));
        assertEquals("a\\u000a  b\\u000a  c", TerminalSafe.message("a\n  b\n  c"));
    }
}
