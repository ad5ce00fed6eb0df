/// Every way to change a design, as values; undo is two stacks of designs.
package vethscope.model.edit;
