import { Component, type ComponentChild, createElement, type FunctionComponent } from 'preact';

/** A component that is drawn anew only when one of its properties is another value. */
export function memo<P extends object>(Inner: FunctionComponent<P>): new (props: P) => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now: object = this.props;
      const keys = new Set([...Object.keys(now), ...Object.keys(next)]);
      return [...keys].some((key) => Reflect.get(now, key) !== Reflect.get(next, key));
    }
    render(): ComponentChild {
      return createElement(Inner, this.props as P);
    }
  };
}
