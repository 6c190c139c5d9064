import '@cloudscape-design/global-styles/index.css';
import './main.css';
import { createRoot } from 'react-dom/client';
import { Start } from './app/start';
import { startPreferences } from './app/preferences';

startPreferences();
createRoot(document.getElementById('page') as HTMLElement).render(<Start />);
