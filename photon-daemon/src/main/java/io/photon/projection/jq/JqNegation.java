// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.path.Path;

/** {@code -x}, exact. Takes the place of one that makes doubles. */
public final class JqNegation implements Expression {

    private final Expression value;

    public JqNegation(Expression value) {
        this.value = value;
    }

    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
            throws JsonQueryException {
        value.apply(scope, in, number -> {
            if (!number.isNumber()) {
                throw new JsonQueryTypeException("%s cannot be negated", number);
            }
            output.emit(JqNumbers.negate(number), null);
        });
    }

    @Override
    public String toString() {
        return "-(" + value + ")";
    }
}
