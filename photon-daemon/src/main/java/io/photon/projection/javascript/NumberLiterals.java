// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import io.photon.projection.sandbox.ScriptTrace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.Parser;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.NumberLiteral;

/** Finds whole numbers in a text that no number of JavaScript holds: they would be others without a word. Pure. */
final class NumberLiterals {

    private NumberLiterals() {}

    /**
     * @param before characters in the first line that the author has not written
     * @throws EvaluatorException with the place of the first of them
     */
    static void refuseCut(Context context, String text, int before) {
        CompilerEnvirons environs = new CompilerEnvirons();
        environs.initFromContext(context);
        new Parser(environs).parse(text, ScriptTrace.FILE, 1).visit(new Finder(text, before));
    }

    private record Finder(String text, int before) implements NodeVisitor {

        @Override
        public boolean visit(AstNode node) {
            if (node instanceof NumberLiteral literal && isCut(literal)) {
                int from = text.lastIndexOf('\n', node.getAbsolutePosition() - 1) + 1;
                int to = text.indexOf('\n', node.getAbsolutePosition());
                throw new EvaluatorException(
                        literal.getValue() + " is beyond 2^53, where numbers of JavaScript are not exact any more: it"
                                + " would be " + new BigDecimal(literal.getNumber()).toPlainString()
                                + "; write a BigInt, " + literal.getValue() + "n",
                        ScriptTrace.FILE,
                        node.getLineno(),
                        text.substring(from, to < 0 ? text.length() : to),
                        node.getAbsolutePosition() - from + 1 - (from == 0 ? before : 0));
            }
            return true;
        }

        private static boolean isCut(NumberLiteral literal) {
            String digits = literal.getValue().replace("_", "").toLowerCase(Locale.ROOT);
            if (digits.length() <= 13 || Double.isInfinite(literal.getNumber())) {
                return false;
            }
            int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
            String plain = radix == 10 ? digits : digits.substring(2);
            if (radix == 10 && !plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false; // with a fraction or an exponent
            }
            return !new BigInteger(plain, radix).equals(new BigDecimal(literal.getNumber()).toBigInteger());
        }
    }
}
