/// A saved file as values: [vethscope.model.Design] holds what is drawn, where it is drawn and what is expected of it.
package vethscope.model;
