package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.Element;

/// A security group or a network ACL: the cloud's own filters.
final class SecurityGroupPainter {

    private SecurityGroupPainter() {}

    static void paint(Element group, Shape shape, Brush brush) {
        ShieldPainter.card(shape, Family.L3, brush);
    }
}
