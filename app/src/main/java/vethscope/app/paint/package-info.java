/// How everything looks: a pen, the colours, and one painter for each kind.
package vethscope.app.paint;
