/// Where everything stands: boxes, lines, labels and marks of a drawing, computed from the design alone.
package vethscope.app.scene;
