// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import org.mozilla.javascript.Node;
import org.mozilla.javascript.Token;

/**
 * What Rhino's optimizer calls to note which operands are numbers. It would have the other operand of a comparison made a
 * number, which fails for a BigInt; so the number is made an object there, and the comparison is exact.
 */
public final class ComparisonGuards {

    private ComparisonGuards() {}

    /** In place of {@link Node#putIntProp}. */
    public static void note(Node node, int property, int operand) {
        boolean oneNumber = property == Node.ISNUMBER_PROP && (operand == Node.LEFT || operand == Node.RIGHT);
        if (!oneNumber || !isComparison(node.getType())) {
            node.putIntProp(property, operand);
            return;
        }
        Node left = node.getFirstChild();
        Node right = left.getNext();
        Node number = operand == Node.LEFT ? left : right;
        if (isLength(number == left ? right : left)) {
            node.putIntProp(property, operand); // the bound of a loop, which has to be fast
            return;
        }
        node.removeChild(number);
        Node object = new Node(Token.TO_OBJECT, number);
        if (number == left) {
            node.addChildToFront(object);
        } else {
            node.addChildToBack(object);
        }
    }

    private static boolean isComparison(int type) {
        return type == Token.LT || type == Token.LE || type == Token.GT || type == Token.GE;
    }

    private static boolean isLength(Node node) {
        return node.getType() == Token.GETPROP
                && "length".equals(node.getLastChild().getString());
    }
}
