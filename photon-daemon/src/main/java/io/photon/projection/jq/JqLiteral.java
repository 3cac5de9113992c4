// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;

/** An integer in an expression, of any size. Takes the place of one that ends at 2^63. */
public final class JqLiteral extends ValueLiteral {

    public JqLiteral(String digits) {
        super(number(digits));
    }

    private static JsonNode number(String digits) {
        return digits.length() < 19 ? JqNumbers.of(Long.parseLong(digits)) : JqNumbers.of(new BigInteger(digits));
    }
}
