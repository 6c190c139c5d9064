import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';

/** Shows what went wrong where a page cannot be shown. Another address tries again. */
export class ErrorBoundary extends Component<{ address: string; children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidUpdate({ address }: { address: string }): void {
    if (address !== this.props.address && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Alert
        type="error"
        header="This page cannot be shown"
        action={<Button onClick={() => this.setState({ error: undefined })}>Try again</Button>}
      >
        {error.message}
      </Alert>
    );
  }
}
