import { render } from 'preact';
import { startAddress } from './address/address.ts';
import { App } from './app.tsx';
import { applyTheme, chosenTheme } from './shell/theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/elements.css';
import './styles/shell.css';

applyTheme(chosenTheme());
startAddress();
const root = document.getElementById('console');
if (root !== null) render(<App />, root);
