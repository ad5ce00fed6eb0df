/// Every way to change a design, as values; undo is two stacks of designs. [vethscope.model.edit.Edit] lists the
/// changes, [vethscope.model.edit.Generate] makes those that place something new, wired and addressed.
package vethscope.model.edit;
