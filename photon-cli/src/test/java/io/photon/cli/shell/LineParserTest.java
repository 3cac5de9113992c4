// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {

    /** JLine takes as many characters away as there are in this text when a key goes through the menu of candidates. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "^streams list -o ^,^^,json,json",
                "streams show carts/,carts/,carts/07,carts/07",
                "streams show 'carts/,'carts/,carts/07,carts/07",
                "streams show 'a b/,'a b/,a b/c,'a b/c'"
            })
    void theMenuTakesAwayTheWordThatIsTypedAndNothingBeforeIt(
            String typed, String takenAway, String chosen, String written) {
        CompletingParsedLine line =
                (CompletingParsedLine) new LineParser().parse(typed, typed.length(), ParseContext.COMPLETE);
        assertEquals(takenAway, line.escape(line.word(), false).toString());
        assertEquals(written, line.escape(chosen, true).toString());
    }
}
